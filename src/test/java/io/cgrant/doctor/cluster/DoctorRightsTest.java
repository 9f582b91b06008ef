// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cgrant.cel.CelCompiler;
import io.cgrant.manifest.ListedKind;
import io.cgrant.policy.Worlds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/how-to/doctor/rbac.yaml` is all that the doctor needs, and none of it is too much.
final class DoctorRightsTest {

  private static final Path RIGHTS = Path.of("docs/how-to/doctor/rbac.yaml");

  @TempDir private Path folder;

  private static List<JsonNode> rules() throws IOException {
    var yaml = new YAMLMapper();
    try (var objects = yaml.readerFor(JsonNode.class).<JsonNode>readValues(RIGHTS.toFile())) {
      for (JsonNode object : objects.readAll()) {
        if (object.path("kind").asText().equals("ClusterRole")) {
          return object.path("rules").valueStream().toList();
        }
      }
    }
    throw new AssertionError("no ClusterRole in " + RIGHTS);
  }

  /// As `apps deployments`.
  static Stream<String> given() throws IOException {
    return rules().stream()
        .flatMap(
            rule ->
                texts(rule, "apiGroups")
                    .flatMap(group -> texts(rule, "resources").map(r -> group + " " + r)));
  }

  private static Stream<String> texts(JsonNode rule, String field) {
    return rule.path(field).valueStream().map(JsonNode::asText);
  }

  private static String right(ListedKind kind) {
    String version = kind.apiVersion();
    String group = version.substring(0, Math.max(0, version.indexOf('/')));
    return group + " " + kind.plural();
  }

  /// Keeps what it is asked for, and lets one thing not be listed.
  private record Watched(ClusterObjects cluster, Set<String> asked, String forbidden)
      implements Source {

    @Override
    public Optional<String> each(ListedKind kind, Consumer<JsonNode> use) {
      return listed(kind).or(() -> cluster.each(kind, use));
    }

    @Override
    public Optional<String> pods(Consumer<JsonNode> use) {
      return listed(ListedKind.PODS).or(() -> cluster.pods(use));
    }

    private Optional<String> listed(ListedKind kind) {
      asked.add(right(kind));
      return right(kind).equals(forbidden)
          ? Optional.of("you may not list " + forbidden)
          : Optional.empty();
    }
  }

  private List<String> unseen(Set<String> asked, String forbidden) {
    return ClusterReader.examine(
            new Watched(ClusterObjects.well(folder), asked, forbidden),
            new ClusterReader.Circumstances(
                ClusterObjects.NOW,
                ClusterObjects.gated(),
                Worlds.CONTROLLERS,
                Optional.empty(),
                Optional.empty(),
                new CelCompiler()))
        .unseen();
  }

  @Test
  void toListIsAllThatIsEverAllowed() throws IOException {
    for (JsonNode rule : rules()) {
      assertEquals("[\"list\"]", rule.path("verbs").toString(), rule::toString);
      assertFalse(rule.toString().contains("*"), rule::toString);
      assertEquals(
          Set.of("apiGroups", "resources", "verbs"),
          Set.copyOf(rule.propertyStream().map(field -> field.getKey()).toList()));
    }
  }

  @Test
  void whatIsListedIsWhatMayBe() throws IOException {
    var asked = new TreeSet<String>();
    assertEquals(List.of(), unseen(asked, ""));
    assertEquals(asked, new TreeSet<>(given().toList()));
    assertEquals(asked.size(), given().count(), "nothing is given twice");
  }

  @ParameterizedTest
  @MethodSource("given")
  void withoutAnyOneOfThemSomethingIsUnseen(String right) {
    List<String> unseen = unseen(new TreeSet<>(), right);
    assertTrue(unseen.contains("you may not list " + right), unseen::toString);
  }
}
