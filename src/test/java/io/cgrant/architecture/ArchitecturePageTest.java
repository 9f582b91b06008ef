// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.docs.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The page of the architecture shows the walls as they are held.
final class ArchitecturePageTest {

  private static final Path PAGE = Path.of("docs/explanation/architecture.md");
  private static final String BEGIN = "what stands behind it.";
  private static final String FENCE = "```";

  @Test
  @Tag("generated")
  void theWallsOnThePageAreThoseThatAreHeld() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(FENCE + "text\n", page.indexOf(BEGIN)) + FENCE.length() + 5;
    int to = page.indexOf(FENCE, from);
    String walls = "core\n" + rooms(Walls.CORE) + "\nadapters\n" + rooms(Walls.ADAPTERS);
    GeneratedFile.verify(PAGE, page.substring(0, from) + walls + page.substring(to));
  }

  @Test
  void eachRoomHasARowThatSaysWhatLivesThere() throws IOException {
    String page = Files.readString(PAGE);
    var missing =
        Stream.of(Walls.CORE, Walls.ADAPTERS)
            .flatMap(walls -> walls.keySet().stream())
            .filter(room -> !page.contains("\n| `" + room + "` | "))
            .toList();
    assertEquals(List.of(), missing);
  }

  private static String rooms(Map<String, List<String>> walls) {
    var text = new StringBuilder();
    new TreeMap<>(walls)
        .forEach(
            (room, seen) ->
                text.append("  %-14s %s".formatted(room, String.join(", ", seen)).stripTrailing())
                    .append('\n'));
    return text.toString();
  }
}
