// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// On which day this process last granted by an exception. Safe for use by many threads.
final class ExceptionUses {

  private final Map<Use, LocalDate> days = new ConcurrentHashMap<>();

  private record Use(String policy, String exception) {}

  /// Whether that is news: the first use of its day.
  boolean isFirstToday(Verdict.Granted granted) {
    boolean isNews = false;
    for (Waiver waiver : granted.waivers()) {
      LocalDate day = waiver.usedAt().atZone(ZoneOffset.UTC).toLocalDate();
      var use = new Use(granted.policy().name(), waiver.exception().name());
      LocalDate before = days.put(use, day);
      isNews |= !day.equals(before);
    }
    return isNews;
  }

  Optional<LocalDate> lastDay(String policy, String exception) {
    return Optional.ofNullable(days.get(new Use(policy, exception)));
  }

  /// Forgets what is not among these.
  void retain(Set<String> policies) {
    days.keySet().removeIf(use -> !policies.contains(use.policy()));
  }
}
