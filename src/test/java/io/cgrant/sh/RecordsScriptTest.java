// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `e2e/bench/records` makes of its samples.
class RecordsScriptTest {

  @TempDir Path folder;

  private String said;

  /// The worse of both counts, and of each the median of three rounds.
  @ParameterizedTest
  @CsvSource({
    "100, 100, 0, met: 1.00",
    "114, 115, 0, met: 1.15",
    "116, 100, 1, missed: 1.16",
    "100, 130, 1, missed: 1.30",
    "90, 98, 0, met: 0.98",
    "90, 96, 1, disturbed: 0.96",
  })
  void saysWhetherTheBarIsMet(int granted, int refused, int code, String word) throws Exception {
    var samples = new StringBuilder();
    for (int round = 1; round <= 3; round++) {
      int odd = round == 2 ? 900 : 0;
      samples.append(load("recorded", "granted", round, 0, granted + odd));
      samples.append(load("recorded", "refused", round, 0, refused + odd));
      samples.append(load("silent", "granted", round, 0, 100));
      samples.append(load("silent", "refused", round, 0, 100));
    }
    assertEquals(code, exitCode(samples.toString()), said);
    assertTrue(said.contains(word + ", and the bar is 1.15"), said);
  }

  @Test
  void requestsThatFailedAreNoMeasure() throws Exception {
    assertEquals(3, exitCode(load("recorded", "granted", 1, 7, 100)));
    assertTrue(said.contains("recorded, granted: 7 requests failed"), said);
    assertEquals(3, exitCode(load("recorded", "granted", 1, 0, 100)), "and silent?");
    assertEquals(3, exitCode(""));
  }

  private static String load(String server, String body, int round, int failed, int cpu) {
    return String.join(
        "\t", "load", server, body, round + "", "1000", failed + "", cpu * 1_000 + "\n");
  }

  private int exitCode(String samples) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("records.tsv"), samples);
    Process awk =
        new ProcessBuilder("awk", "-f", "e2e/bench/records.awk", file.toString())
            .redirectErrorStream(true)
            .start();
    said = new String(awk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return awk.waitFor();
  }
}
