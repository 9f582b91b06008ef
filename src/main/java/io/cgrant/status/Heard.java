// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// What all replicas together have told.
///
/// @param refused in the last hour, by policy; none is 0
/// @param used by policy and exception, as `ray/old-farm`: the day of the last use
record Heard(Map<String, Integer> refused, Map<String, String> used) {

  Heard {
    refused = Map.copyOf(refused);
    used = Map.copyOf(used);
  }

  static Heard of(Collection<Share> shares, Instant now) {
    var refused = new HashMap<String, Integer>();
    var used = new HashMap<String, String>();
    for (Share share : shares) {
      share.addTo(refused, now);
      share.used().forEach((use, day) -> used.merge(use, day, Heard::later));
    }
    refused.values().removeIf(count -> count == 0);
    return new Heard(refused, used);
  }

  /// As ISO 8601 writes them, they sort as text.
  private static String later(String a, String b) {
    return a.compareTo(b) < 0 ? b : a;
  }
}
