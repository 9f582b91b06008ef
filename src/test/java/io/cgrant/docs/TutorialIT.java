// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Follows the tutorial as a reader would: types each command of its `console` blocks, and expects
/// to see what stands below it.
class TutorialIT {

  private static final Path TUTORIAL = Path.of("docs/tutorial/first-grant.md");
  private static final String PROMPT = "$ ";

  @TestFactory
  Stream<DynamicTest> everyCommandPrintsWhatTheTutorialShows() throws IOException {
    List<Step> steps = steps(Files.readAllLines(TUTORIAL));
    assertTrue(steps.size() > 3, "the tutorial has commands");
    return steps.stream().map(s -> DynamicTest.dynamicTest(s.command(), () -> follow(s)));
  }

  private static void follow(Step step) throws IOException, InterruptedException {
    Path printed = Files.createTempFile("tutorial", ".txt");
    Process shell =
        new ProcessBuilder("bash", "-c", step.command())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertTrue(shell.waitFor(2, TimeUnit.MINUTES), "still running: " + step.command());
    String output = Files.readString(printed, StandardCharsets.UTF_8);
    assertEquals(String.join("\n", step.shown()).strip(), output.strip());
    Files.delete(printed);
  }

  private static List<Step> steps(List<String> lines) {
    var steps = new ArrayList<Step>();
    boolean inBlock = false;
    for (String line : lines) {
      if (line.startsWith("```")) {
        assertFalse(inBlock && line.length() > 3, "a block inside a block");
        inBlock = line.equals("```console");
      } else if (inBlock && line.startsWith(PROMPT)) {
        steps.add(new Step(line.substring(PROMPT.length()), new ArrayList<>()));
      } else if (inBlock) {
        steps.getLast().shown().add(line);
      }
    }
    return steps;
  }

  private record Step(String command, List<String> shown) {}
}
