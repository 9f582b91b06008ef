// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

/// Which texts can be names of objects: an API server has no object of another name. Whoever sends
/// a review may write what he likes, and what is no name must not become part of an address.
///
/// Source: RFC 1123 as `k8s.io/apimachinery` has it (`IsDNS1123Label`, `IsDNS1123Subdomain`).
public final class ObjectName {

  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_SUBDOMAIN = 253;

  private ObjectName() {}

  /// As names of namespaces are: up to 63 lower-case letters, digits and `-`.
  public static boolean isLabel(String text) {
    return text.length() <= LONGEST_LABEL && isLabel(text, 0, text.length());
  }

  /// As most other names are: labels with dots between them, up to 253 characters.
  public static boolean isSubdomain(String text) {
    if (text.length() > LONGEST_SUBDOMAIN) {
      return false;
    }
    int from = 0;
    for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', from)) {
      if (!isLabel(text, from, dot)) {
        return false;
      }
      from = dot + 1;
    }
    return isLabel(text, from, text.length());
  }

  private static boolean isLabel(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char one = text.charAt(i);
      boolean isInner = one == '-' && i > from && i < to - 1;
      if (!isInner && (one < 'a' || one > 'z') && (one < '0' || one > '9')) {
        return false;
      }
    }
    return from < to;
  }
}
