// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

/// Patterns of Go's `path.Match`, as far as annotations and names of files need them: `*` and
/// `?`, neither of which crosses a slash.
public final class Glob {

  private Glob() {}

  /// In a time that grows with the product of both lengths, whatever the pattern.
  public static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int taken = 0;
    while (n < name.length()) {
      char next = p < pattern.length() ? pattern.charAt(p) : 0;
      if (next == '*') {
        star = p;
        taken = n;
        p++;
      } else if (next == name.charAt(n) || next == '?' && name.charAt(n) != '/') {
        p++;
        n++;
      } else if (star >= 0 && name.charAt(taken) != '/') {
        taken++;
        n = taken;
        p = star + 1;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }
}
