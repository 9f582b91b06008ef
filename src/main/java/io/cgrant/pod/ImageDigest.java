// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.HexFormat;

/// The digest of an image. Source: the OCI image specification, descriptors.
public final class ImageDigest {

  private ImageDigest() {}

  /// Whether nothing but hexadecimal digits follows, as behind the algorithm of one.
  public static boolean isHexadecimal(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
