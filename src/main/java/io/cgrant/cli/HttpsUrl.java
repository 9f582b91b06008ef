// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The address of a server. By HTTPS alone: it is sent tokens.
final class HttpsUrl implements ITypeConverter<URI> {

  @Override
  public URI convert(String typed) {
    try {
      URI url = URI.create(typed);
      if ("https".equalsIgnoreCase(url.getScheme()) && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // As little an address as one of another scheme.
    }
    throw new TypeConversionException("'" + typed + "' is no address; write https://HOST:PORT");
  }
}
