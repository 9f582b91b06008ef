// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Names in sentences, the first few of them.
final class Named {

  private static final int MOST = 5;

  private Named() {}

  /// `a, b and 3 more`.
  static String of(Collection<String> names) {
    return of(names, names.size());
  }

  /// @param all how many there are, of which these are the first
  static String of(Collection<String> names, int all) {
    List<String> first = names.stream().limit(MOST).toList();
    int more = all - first.size();
    return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }

  /// `a=b,c=d`.
  static String of(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(","));
  }
}
