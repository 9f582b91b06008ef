// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.Cluster.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Types the commands of the page for an emergency, as they stand there.
@ExtendWith(StandExtension.class)
final class TurnItOffIT {

  private static final Path PAGE = Path.of("docs/how-to/turn-it-off-now.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final Pattern TIMES = Pattern.compile("(?m)^off=\\S+ on=\\S+$");
  private static final String GUARDS = "get validatingadmissionpolicybinding -o name";
  private static final Duration FOLLOWED = Duration.ofMinutes(2);

  @TempDir private Path folder;

  private record Page(
      String off, String on, String oneGuardOff, String guardsOff, String guardsOn, String look) {

    static Page read() throws IOException {
      List<String> blocks =
          BLOCK.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)).toList();
      assertEquals(6, blocks.size(), "blocks of commands in " + PAGE);
      return new Page(
          blocks.get(0), blocks.get(1), blocks.get(2), blocks.get(3), blocks.get(4), blocks.get(5));
    }
  }

  @Test
  void theGateIsOffThenOnAgainAndWhoCameInBetweenIsFound(Stand stand) throws IOException {
    var world = new World(stand.newId());
    Page page = Page.read();
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      JsonNode early = forbidden(world, "early");
      assertFalse(stage.developer().rehearse(early).accepted());
      Instant off = now();
      shell(stand, page.off());
      try {
        JsonNode between = forbidden(world, "between");
        Wait.upTo(FOLLOWED).until("the gate is off", () -> stage.create(between).accepted());
        Reply asking = stage.create(world.pod("asking"));
        assertEquals("", Field.text(asking.body(), "spec.runtimeClassName"), asking::message);
      } finally {
        shell(stand, page.on());
      }
      Wait.upTo(FOLLOWED)
          .until(
              "the gate is on again",
              () ->
                  !stage.developer().rehearse(early).accepted()
                      && stage.developer().rehearse(world.pod("granted")).accepted());
      String found = shell(stand, between(page.look(), off, now()));
      assertTrue(found.contains(world.namespace() + "/between\tcgroup-writable-"), found);
      assertFalse(found.contains("/asking"), found);
      try (var auditor = new Auditor(stand, stage.admin())) {
        String held = auditor.who("-n", world.namespace());
        assertTrue(held.matches("(?s).*/between .*NoRecord.*"), held);
        assertFalse(held.contains("/asking"), held);
      }
    }
  }

  @Test
  void oneGuardOrAllAreOffThenOnAgain(Stand stand) throws IOException {
    Page page = Page.read();
    Files.createSymbolicLink(folder.resolve("deploy"), Path.of("deploy").toAbsolutePath());
    String all = shell(stand, "kubectl " + GUARDS);
    try {
      shell(stand, page.oneGuardOff());
      String fewer = shell(stand, "kubectl " + GUARDS);
      assertTrue(all.contains("/cgrant-template-authors"), all);
      assertFalse(fewer.contains("/cgrant-template-authors"), fewer);
      assertTrue(fewer.contains("/cgrant-runtime-classes"), fewer);
      shell(stand, page.guardsOff());
      assertFalse(shell(stand, "kubectl " + GUARDS).contains("/cgrant-"));
    } finally {
      shell(stand, page.guardsOn());
    }
    assertEquals(all, shell(stand, "kubectl " + GUARDS));
    var unlabelled =
        Manifests.parse(
                """
                apiVersion: node.k8s.io/v1
                kind: RuntimeClass
                metadata: {name: without-label}
                handler: cgroup-writable
                """)
            .getFirst();
    Wait.upTo(FOLLOWED)
        .until(
            "a gated class without its label is refused",
            () -> stand.as(User.Admin).rehearse(unlabelled).message().contains("gated"));
    // Other tests rely on the rest of them.
    Installation.awaitGuards(stand.as(User.Admin));
  }

  /// Names the class itself, and is worse than the policy allows.
  private static JsonNode forbidden(World world, String name) {
    JsonNode pod = world.pod(name).deepCopy();
    ((ObjectNode) pod.path("spec")).put("runtimeClassName", "cgroup-writable-" + world.id());
    ((ObjectNode) pod.at("/spec/containers/0")).remove("resources");
    return pod;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private static String between(String look, Instant off, Instant on) {
    assertTrue(TIMES.matcher(look).find(), look);
    return TIMES.matcher(look).replaceFirst("off=" + off + " on=" + on);
  }

  private String shell(Stand stand, String commands) {
    if (stand.cluster().kubectl().isEmpty()) {
      throw missing("kubectl");
    }
    if (Programs.onPath("jq").isEmpty()) {
      throw missing("jq");
    }
    String script = "set -euo pipefail; cd '%s'\n%s".formatted(folder, commands);
    return TypedCommand.run(script, stand.cluster()).orThrow();
  }

  private static IllegalStateException missing(String program) {
    return new IllegalStateException(
        "the page's commands need " + program + "; install it so that it is on the PATH");
  }
}
