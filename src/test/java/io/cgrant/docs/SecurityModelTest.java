// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every claim of the security model names a test that is there, and every hostile workload and
/// every claim that is tested is in the pages.
class SecurityModelTest {

  private static final Path PAGE = Path.of("docs/explanation/security-model.md");
  private static final Path COMPATIBILITY = Path.of("docs/reference/node-compatibility.md");
  private static final Path HOSTILE = Path.of("e2e/node/hostile");
  private static final Path CLAIMS = Path.of("src/test/java/io/cgrant/e2e/node/Claim.java");
  private static final Pattern TEST = Pattern.compile("`(\\w+IT)\\.(\\w+)`");
  private static final Pattern WORKLOAD = Pattern.compile("`(\\d\\d-[a-z-]+)`");
  private static final Pattern CLAIM =
      Pattern.compile("^  (\\w+)\\(\"([^\"]+)\"\\) \\{", Pattern.MULTILINE);

  /// How a row says that nobody ran it: no other words do.
  private static final Pattern FROM_SOURCE =
      Pattern.compile("\\| from source, not run: [^|]*pull request \\d+, at the tags \\|$");

  @Test
  void everyRowOfATableNamesATestOrAWorkloadOrSaysThatItWasNotRun() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(l -> l.startsWith("| ") && !l.startsWith("| Claim |"))
            .toList();
    assertTrue(rows.size() > 20, rows.size() + " rows");
    assertEquals(
        List.of(),
        rows.stream()
            .filter(r -> !TEST.matcher(r).find() && !WORKLOAD.matcher(r).find())
            .filter(r -> !FROM_SOURCE.matcher(r).find())
            .toList());
    assertTrue(rows.stream().filter(r -> FROM_SOURCE.matcher(r).find()).count() <= 1);
  }

  @Test
  void everyTestIsThere() throws IOException {
    var missing = new ArrayList<String>();
    Matcher test = TEST.matcher(Files.readString(PAGE));
    while (test.find()) {
      if (!source(test.group(1)).contains(" " + test.group(2) + "(")) {
        missing.add(test.group());
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void everyWorkloadAndEveryClaimIsInThePages() throws IOException {
    String model = Files.readString(PAGE);
    String seen = Files.readString(COMPATIBILITY);
    var missing = new ArrayList<String>();
    try (Stream<Path> files = Files.list(HOSTILE)) {
      for (Path file : files.filter(f -> !f.endsWith("lib")).sorted().toList()) {
        String name = file.getFileName().toString();
        if (!model.contains("`" + name + "`")) {
          missing.add(name + " in " + PAGE);
        }
        if (!seen.contains("| " + name + " |")) {
          missing.add(name + " in " + COMPATIBILITY);
        }
      }
    }
    Matcher claim = CLAIM.matcher(Files.readString(CLAIMS));
    while (claim.find()) {
      if (!model.contains("`" + claim.group(1) + "`")) {
        missing.add(claim.group(1) + " in " + PAGE);
      }
      if (!seen.contains(claim.group(2))) {
        missing.add(claim.group(2) + " in " + COMPATIBILITY);
      }
    }
    assertEquals(List.of(), missing);
  }

  /// It is written from what was seen, so it may hold what must not be.
  @Test
  void nothingThatWasSeenIsOtherThanItMustBe() throws IOException {
    assertEquals(
        List.of(),
        Files.readAllLines(COMPATIBILITY).stream()
            .filter(l -> l.contains("| NO: ") || l.contains("ESCAPED"))
            .toList());
  }

  private static String source(String name) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      Path file =
          files
              .filter(f -> f.endsWith(name + ".java"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no " + name));
      return Files.readString(file);
    }
  }
}
