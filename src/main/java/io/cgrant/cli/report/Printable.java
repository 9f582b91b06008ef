// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.report;

/// Text of somebody else's, made safe to show: a control character in a name must not reach the
/// terminal.
public final class Printable {

  private Printable() {}

  public static String of(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u0085\\u202A-\\u202E\\u2066-\\u2069\\uFFFE\\uFFFF]", "?");
  }
}
