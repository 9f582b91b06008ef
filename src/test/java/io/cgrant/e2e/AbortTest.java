// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

final class AbortTest {

  /// [Abort], its test, and what decides of nodes where they cannot run.
  private static final Set<String> MAY_ABORT =
      Set.of("Abort.java", "AbortTest.java", "NodesExtension.java");

  @Test
  void whereEverythingMustRunItIsAFailureThatSaysWhatToInstall() {
    RuntimeException end = new Abort(true).of("the chart", "no Go", "install Go");
    assertInstanceOf(IllegalStateException.class, end);
    assertEquals("the chart must run in CI: no Go; install Go", end.getMessage());
  }

  @Test
  void elsewhereTheTestIsAborted() {
    RuntimeException end = new Abort(false).of("the chart", "no Go", "install Go");
    assertInstanceOf(TestAbortedException.class, end);
    assertEquals("no Go", end.getMessage());
  }

  /// Whoever aborts by themselves would do it in CI too, and nobody would see.
  @Test
  void nobodyElseAborts() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      Set<String> aborting =
          files
              .filter(Files::isRegularFile)
              .filter(AbortTest::aborts)
              .map(file -> file.getFileName().toString())
              .collect(Collectors.toSet());
      assertEquals(MAY_ABORT, aborting);
    }
  }

  private static boolean aborts(Path file) {
    String text = Manifests.text(file);
    return text.contains("Assumptions.") || text.contains("new TestAbortedException");
  }
}
