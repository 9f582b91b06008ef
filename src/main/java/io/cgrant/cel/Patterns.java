// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Patterns, compiled once. They stand in policies only, so they are few and their author is
/// trusted; those of policies that are gone make room from time to time.
final class Patterns {

  private static final int MOST = 1_000;

  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private Patterns() {}

  static Pattern of(String written) {
    Pattern known = COMPILED.get(written);
    if (known != null) {
      return known;
    }
    if (COMPILED.size() >= MOST) {
      COMPILED.clear();
    }
    Pattern compiled = Pattern.compile(written);
    COMPILED.put(written, compiled);
    return compiled;
  }
}
