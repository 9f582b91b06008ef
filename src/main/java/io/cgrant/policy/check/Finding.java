// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

/// One thing that stands between a pod and a grant.
///
/// @param path the field, as `spec.containers[0].resources.limits.memory`
/// @param reason stable, for machines
/// @param detail one sentence for the person: what is there, and the way out
public record Finding(String path, Reason reason, String detail) {

  /// How many are told of one pod. A check may stop where it has found as many.
  public static final int MOST = 200;

  /// In characters. A mutating webhook sees names and values of any length, which the API server
  /// refuses only afterwards.
  static final int LONGEST_PATH = 1_000;

  static final int LONGEST_DETAIL = 4_000;

  public Finding {
    path = cut(path, LONGEST_PATH);
    detail = shortened(detail);
  }

  /// No longer than a detail may be.
  public static String shortened(String detail) {
    return cut(detail, LONGEST_DETAIL);
  }

  /// Takes out the middle: the way out stands at the end.
  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int half = longest / 2;
    return text.substring(0, half) + "…" + text.substring(text.length() - half + 1);
  }
}
