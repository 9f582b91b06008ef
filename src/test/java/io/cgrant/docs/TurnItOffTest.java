// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page for an emergency names everything of cgrant that an API server asks.
final class TurnItOffTest {

  private static final Pattern GUARD =
      Pattern.compile("kind: \"ValidatingAdmissionPolicy\"\nmetadata:\n  name: \"([^\"]+)\"");

  @Test
  void everyGuardIsNamedWithWhatHappensWhileItIsOff() throws IOException {
    String page = Files.readString(Path.of("docs/how-to/turn-it-off-now.md"));
    List<String> guards =
        GUARD
            .matcher(Files.readString(Path.of("deploy/guards.yaml")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertTrue(guards.size() > 3, guards.toString());
    assertEquals(
        List.of(), guards.stream().filter(name -> !page.contains("`" + name + "`")).toList());
  }
}
