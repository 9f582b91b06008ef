// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every recipe of `docs/how-to`: what `cgrant check` says of each manifest, and what a real API
/// server with cgrant does, in a dry run, are the same. Of a workload, the pod is created that its
/// controller would make.
@ExtendWith(StandExtension.class)
final class RecipesIT {

  private static final String TEMPLATE = "spec.template.";
  private static final Pattern FINDING =
      Pattern.compile("(?m)^- (\\S+: \\w+)( \\(policy [^)]*\\))?: ");

  @TestFactory
  Stream<DynamicNode> recipe(Stand stand) {
    var world = new Stage(stand);
    world.given(Manifests.read(Recipe.CLASS));
    return Recipe.all().stream()
        .<DynamicNode>map(recipe -> dynamicContainer(recipe.name(), tests(recipe, stand)))
        .onClose(world::close);
  }

  private static Stream<DynamicNode> tests(Recipe recipe, Stand stand) {
    var stage = new Stage(stand);
    var judged = new HashMap<String, String>();
    Stream<DynamicNode> given =
        Stream.of(
            dynamicTest(
                "(given)",
                () -> {
                  stage.given(Manifests.read(recipe.file("namespace.yaml")));
                  stage.given(Manifests.read(recipe.file("policy.yaml")));
                  judged.putAll(judged(recipe));
                }));
    Stream<DynamicNode> manifests =
        recipe.manifests().stream()
            .map(
                file ->
                    dynamicTest(
                        file.getFileName().toString(),
                        file.toUri(),
                        () -> agrees(file, judged.get(file.toString()), stage)));
    return Stream.concat(given, manifests).onClose(stage::close);
  }

  private static void agrees(Path file, String judged, Stage stage) {
    JsonNode object = Manifests.read(file).getFirst();
    boolean isGranted = file.getFileName().toString().startsWith("granted-");
    assertEquals(isGranted ? "Granted" : "Refused", judged.lines().findFirst().orElse(""), judged);
    Reply answer = stage.developer().rehearse(Recipe.pod(object));
    assertEquals(judged, answered(answer));
    if (isGranted) {
      JsonNode runtimeClass = Manifests.read(Recipe.CLASS).getFirst();
      Recipe.assertPlaced(answer.body(), stage.stored(runtimeClass).orThrow().body());
    }
    if (object.at("/spec/template").isObject()) {
      Reply reply = stage.developer().rehearse(object);
      assertTrue(reply.accepted(), reply::message);
      boolean isWarned = reply.warnings().stream().anyMatch(w -> w.contains(TEMPLATE));
      assertEquals(!isGranted, isWarned, reply.warnings()::toString);
    }
  }

  private static String answered(Reply reply) {
    boolean isGranted =
        !Field.text(reply.body(), "metadata.annotations[cgrant.io/granted-by]").isEmpty();
    if (reply.accepted() && isGranted) {
      return "Granted";
    }
    var lines = new ArrayList<String>();
    FINDING.matcher(reply.message()).results().forEach(f -> lines.add(f.group(1)));
    lines.sort(null);
    boolean isRefused = reply.code() == 403 && !lines.isEmpty();
    return isRefused
        ? "Refused\n" + String.join("\n", lines)
        : reply.code() + " " + reply.message();
  }

  /// By file, as [#answered] writes it.
  private static Map<String, String> judged(Recipe recipe) throws IOException {
    var words = new ArrayList<>(List.of("./cgrant", "check", "-o", "json"));
    words.addAll(List.of("-p", recipe.file("policy.yaml").toString()));
    words.addAll(
        List.of("-n", recipe.file("namespace.yaml").toString(), "-n", Recipe.CLASS.toString()));
    recipe.manifests().forEach(file -> words.add(file.toString()));
    String command = String.join(" ", words) + " 2>/dev/null";
    String output = Command.of("sh", "-c", command).run().output();
    var judged = new HashMap<String, String>();
    for (JsonNode judgement : new JsonMapper().readTree(output)) {
      var lines = new ArrayList<String>();
      for (JsonNode finding : judgement.path("findings")) {
        String path = finding.path("path").asText();
        lines.add(
            (path.startsWith(TEMPLATE) ? path.substring(TEMPLATE.length()) : path)
                + ": "
                + finding.path("reason").asText());
      }
      lines.sort(null);
      lines.addFirst(judgement.path("verdict").asText());
      judged.put(judgement.path("file").asText(), String.join("\n", lines));
    }
    return judged;
  }
}
