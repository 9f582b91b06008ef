// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Collects what the examinations find.
final class Findings {

  /// Of one concern and severity. Whoever has more of a kind mends those first.
  static final int MOST = 50;

  private final Map<Concern, List<Finding>> found = new EnumMap<>(Concern.class);
  private final Map<Concern, Integer> more = new EnumMap<>(Concern.class);
  private final Set<Concern> inPart = EnumSet.noneOf(Concern.class);

  /// From now on, nothing found means that all is well.
  void look(Concern concern) {
    found.computeIfAbsent(concern, c -> new ArrayList<>());
  }

  /// Some of it could not be looked at: nothing found means nothing.
  void lookInPart(Concern concern) {
    inPart.add(concern);
  }

  void error(Concern concern, String where, String what, String fix) {
    add(new Finding(concern, Severity.Error, where, what, fix));
  }

  void warn(Concern concern, String where, String what, String fix) {
    add(new Finding(concern, Severity.Warning, where, what, fix));
  }

  void inform(Concern concern, String where, String what, String fix) {
    add(new Finding(concern, Severity.Info, where, what, fix));
  }

  private void add(Finding finding) {
    look(finding.concern());
    List<Finding> those = found.get(finding.concern());
    long alike = those.stream().filter(f -> f.severity() == finding.severity()).count();
    if (alike < MOST) {
      those.add(finding);
    } else {
      more.merge(finding.concern(), 1, Integer::sum);
    }
  }

  List<Finding> all() {
    var all = new ArrayList<Finding>();
    found.forEach(
        (concern, those) -> {
          if (those.isEmpty() && !inPart.contains(concern)) {
            all.add(new Finding(concern, Severity.Ok, "", concern.looksAt(), ""));
          }
          those.stream().sorted(Comparator.comparing(Finding::severity)).forEach(all::add);
          int left = more.getOrDefault(concern, 0);
          if (left > 0) {
            String rest = left + " more of these";
            all.add(
                new Finding(
                    concern, Severity.Info, "", rest, "mend those that are named, and look again"));
          }
        });
    return all;
  }
}
