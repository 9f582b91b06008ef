// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What is alive in the heap of a Java machine, right after a full collection and before anything
/// else goes on: bytes by class.
record Histogram(Map<String, Long> bytes) {

  private static final Pattern LINE = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +(\\S+)");
  private static final int SHOWN = 5;

  static Histogram of(long pid) {
    Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    String text =
        Command.of(program.toString(), Long.toString(pid), "GC.class_histogram").run().orThrow();
    var bytes = new HashMap<String, Long>();
    LINE.matcher(text)
        .results()
        .forEach(line -> bytes.merge(line.group(2), Long.parseLong(line.group(1)), Long::sum));
    if (bytes.isEmpty()) {
      throw new IllegalStateException("no histogram:\n" + text);
    }
    return new Histogram(bytes);
  }

  double mebibytes() {
    return bytes.values().stream().mapToLong(Long::longValue).sum() / (double) (1 << 20);
  }

  /// The classes that grew most, as `[B +12 KiB`.
  List<String> grownSince(Histogram before) {
    Comparator<Map.Entry<String, Long>> byGrowth = Map.Entry.comparingByValue();
    var growth = new HashMap<String, Long>();
    bytes.forEach((name, now) -> growth.put(name, now - before.bytes.getOrDefault(name, 0L)));
    return growth.entrySet().stream()
        .sorted(byGrowth.reversed())
        .limit(SHOWN)
        .map(e -> e.getKey() + " +" + e.getValue() / 1024 + " KiB")
        .toList();
  }
}
