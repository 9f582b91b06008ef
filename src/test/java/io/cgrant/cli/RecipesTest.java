// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every recipe of `docs/how-to` through the command line, with the RuntimeClass of `deploy/node`:
/// each manifest is granted or refused as its name says. A real API server is asked in `RecipesIT`.
final class RecipesTest {

  private static final Path PAGES = Path.of("docs/how-to");
  private static final String CLASS = "deploy/node/kubernetes/runtimeclass.yaml";
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final String CHECK = "./cgrant ";

  static List<Path> recipes() throws IOException {
    try (Stream<Path> all = Files.list(PAGES)) {
      return all.filter(folder -> Files.exists(folder.resolve("README.md"))).sorted().toList();
    }
  }

  static List<Path> manifests() throws IOException {
    var manifests = new ArrayList<Path>();
    for (Path recipe : recipes()) {
      manifests.addAll(manifests(recipe));
    }
    return manifests;
  }

  private static List<Path> manifests(Path recipe) throws IOException {
    try (Stream<Path> all = Files.list(recipe)) {
      return all.filter(
              file -> file.getFileName().toString().matches("(granted|refused)-.*\\.yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aRecipeIsWhole(Path recipe) throws IOException {
    for (String file : List.of("README.md", "policy.yaml", "namespace.yaml")) {
      assertTrue(Files.exists(recipe.resolve(file)), recipe.resolve(file)::toString);
    }
    String page = Files.readString(recipe.resolve("README.md"));
    List<Path> manifests = manifests(recipe);
    for (String kind : List.of("granted-", "refused-")) {
      assertTrue(
          manifests.stream().anyMatch(f -> f.getFileName().toString().startsWith(kind)),
          () -> recipe + " has no " + kind + "*.yaml");
    }
    for (Path manifest : manifests) {
      String name = manifest.getFileName().toString();
      assertTrue(page.contains(name), () -> recipe + "/README.md does not name " + name);
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void theCommandLineSaysWhatTheNameSays(Path manifest) throws IOException {
    Path recipe = manifest.getParent();
    CommandRun run =
        CommandRun.of(
            "check",
            "-o",
            "json",
            "-p",
            recipe.resolve("policy.yaml").toString(),
            "-n",
            recipe.resolve("namespace.yaml").toString(),
            "-n",
            CLASS,
            manifest.toString());
    JsonNode judgement = new JsonMapper().readTree(run.out()).path(0);
    var findings = new ArrayList<String>();
    judgement
        .path("findings")
        .forEach(
            finding ->
                findings.add(
                    finding.path("path").asText() + ": " + finding.path("reason").asText()));
    if (manifest.getFileName().toString().startsWith("granted-")) {
      assertEquals("Granted", judgement.path("verdict").asText(), run::out);
      assertEquals(List.of(), findings);
      return;
    }
    assertEquals("Refused", judgement.path("verdict").asText(), run::out);
    Path expected = Path.of(manifest.toString().replace(".yaml", ".txt"));
    assertEquals(Files.readString(expected).strip(), String.join("\n", findings), run::out);
  }

  /// As they stand there: what is on the page in a block of its own is what a reader types.
  @ParameterizedTest
  @MethodSource("recipes")
  void theCommandsOfThePageWork(Path recipe) throws IOException {
    String page = Files.readString(recipe.resolve("README.md"));
    List<String> commands =
        BLOCK
            .matcher(page)
            .results()
            .flatMap(block -> block.group(1).lines())
            .map(line -> line.replaceFirst("\\s+#.*", ""))
            .filter(line -> line.startsWith(CHECK))
            .toList();
    assertFalse(commands.isEmpty(), page);
    for (String command : commands) {
      List<String> words = List.of(command.substring(CHECK.length()).split(" "));
      CommandRun run = CommandRun.of(words.toArray(String[]::new));
      boolean isGranted = words.getLast().contains("/granted-");
      assertEquals(isGranted ? 0 : 1, run.exitCode(), () -> command + "\n" + run.out() + run.err());
      String all = isGranted ? "1 object: 1 Granted" : "1 object: 1 Refused";
      assertTrue(run.out().contains(all), run::out);
    }
  }

  /// What stands for Ray in the tests makes what its page counts, and the page names each.
  @Test
  void rayMakesSixCgroups() throws IOException {
    String made =
        Files.readAllLines(Path.of("e2e/node/recipes/ray")).stream()
            .filter(line -> line.startsWith("mkdir "))
            .findFirst()
            .orElseThrow();
    List<String> cgroups = List.of(made.replaceAll(".* -m 700 ", "").split(" "));
    assertEquals(6, cgroups.size(), cgroups::toString);
    String page = Files.readString(PAGES.resolve("ray/README.md"));
    assertTrue(page.contains("Ray makes six cgroups"), page);
    for (String name : List.of("system", "user", "workers", "non-ray")) {
      assertTrue(made.contains("/" + name + "\""), made);
      assertTrue(page.contains("`" + name + "`"), () -> name + " is not on the page");
    }
  }

  /// The page of nodes says so, under "Try it".
  @Test
  void thePolicyOfTheTutorialGrantsTheProbeOfANode() throws IOException {
    String probe = Files.readString(PAGES.resolve("node/probe.yaml"));
    CommandRun run =
        CommandRun.withInput(
            probe.replace("metadata:\n", "metadata:\n  namespace: ml\n"),
            "check",
            "-p",
            "docs/tutorial/policies",
            "-n",
            "docs/tutorial/cluster",
            "-");
    assertEquals(0, run.exitCode(), run::out);
    assertTrue(run.out().contains("Granted by policy ray"), run::out);
  }

  @Test
  void thereAreRecipes() throws IOException {
    assertTrue(recipes().size() >= 6, () -> "found too few");
  }
}
