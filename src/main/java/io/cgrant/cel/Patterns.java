// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Patterns, compiled once, as long as they fit into so many bytes; then all make room. Those of a
/// policy that is only checked never come here.
final class Patterns {

  /// Twice what the patterns of the largest policy hold before the first text.
  private static final long MOST_BYTES = 4 * 1024 * 1024;

  static final Patterns KEPT = new Patterns(MOST_BYTES);

  /// The entry of the map, and what RE2 has around its instructions.
  private static final int EACH = 1_000;

  /// The text itself, and the ranges of classes as `[a-z]` or `(?i)\w`.
  private static final int PER_CHARACTER = 16;

  private static final int PER_INSTRUCTION = 64;

  /// RE2 keeps a machine for each thread that has tried the pattern at the same time as another:
  /// event loops, and those that read live. More than so many seldom meet.
  private static final int MACHINES = 4;

  private static final int MACHINE_PER_INSTRUCTION = 80;

  /// Where a group begins and where it ends, in each of the ways that are tried at once.
  private static final int MACHINE_PER_GROUP = 8;

  private final long most;
  private final Map<String, Pattern> compiled = new ConcurrentHashMap<>();
  private long bytes;

  Patterns(long most) {
    this.most = most;
  }

  Pattern of(String written) {
    Pattern known = compiled.get(written);
    return known != null ? known : keep(written, Pattern.compile(written));
  }

  boolean holds(String written) {
    return compiled.containsKey(written);
  }

  /// What all of them hold at most.
  synchronized long bytes() {
    return bytes;
  }

  private synchronized Pattern keep(String written, Pattern pattern) {
    long more = bytesOf(pattern);
    if (bytes + more > most) {
      compiled.clear();
      bytes = 0;
    }
    if (more <= most && compiled.put(written, pattern) == null) {
      bytes += more;
    }
    return pattern;
  }

  private static long bytesOf(Pattern pattern) {
    long machine = MACHINE_PER_INSTRUCTION + (long) MACHINE_PER_GROUP * (pattern.groupCount() + 1);
    return EACH
        + (long) PER_CHARACTER * pattern.pattern().length()
        + (long) PER_INSTRUCTION * PatternBudget.sizeOf(pattern)
        + MACHINES * machine * pattern.programSize();
  }
}
