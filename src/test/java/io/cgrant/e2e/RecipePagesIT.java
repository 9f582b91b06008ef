// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.e2e.Cluster.Ability;
import io.cgrant.e2e.Cluster.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Types the commands of kubectl on the page of every recipe, as they stand there and in their
/// order: what is refused says why, and what is granted is stored as granted. Those of `cgrant` are
/// run by `RecipesTest`.
@ExtendWith(StandExtension.class)
final class RecipePagesIT {

  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final Pattern FILE = Pattern.compile("-f (\\S+)");

  /// What a kubelet would have to answer, or to do first. None runs for the cluster of the tests,
  /// so these are left out, aloud.
  private static final Pattern NEEDS_A_KUBELET =
      Pattern.compile("kubectl (attach|cp|exec|logs|port-forward|wait) .*");

  private static final Duration FOLLOWED = Duration.ofMinutes(3);

  static List<Recipe> recipes() {
    return Recipe.all();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theCommandsOfThePageWork(Recipe recipe, Stand stand) {
    Abort.unless(stand.cluster(), Ability.Controllers, "the commands of " + recipe.folder());
    var typed = new Typed(recipe, stand.cluster(), stand.as(User.Admin));
    boolean hadClass = typed.admin().get(one(Recipe.CLASS)).accepted();
    List<String> commands = commands(recipe);
    assertEquals(
        List.of("given", "refused", "granted"),
        commands.stream().flatMap(c -> purpose(c).stream()).toList(),
        commands::toString);
    // Of another test it may be about to go; nobody else's is taken over.
    typed.awaitGone(recipe.file("namespace.yaml"));
    try {
      commands.forEach(typed::type);
    } finally {
      typed.takeAway(recipe.file("namespace.yaml"));
      typed.takeAway(recipe.file("policy.yaml"));
      if (!hadClass) {
        typed.takeAway(Recipe.CLASS);
      }
    }
  }

  private static List<String> commands(Recipe recipe) {
    return BLOCK
        .matcher(Folders.read(recipe.file("README.md")))
        .results()
        .flatMap(block -> block.group(1).lines())
        .filter(line -> !line.startsWith("./cgrant "))
        .toList();
  }

  private static Optional<String> purpose(String command) {
    if (command.startsWith("kubectl apply ")) {
      return Optional.of("given");
    }
    if (!command.startsWith("kubectl create ")) {
      return Optional.empty();
    }
    return Optional.of(command.contains("/refused-") ? "refused" : "granted");
  }

  private static JsonNode one(Path file) {
    return Manifests.read(file).getFirst();
  }

  private record Typed(Recipe recipe, Cluster cluster, Api admin) {

    void type(String command) {
      if (NEEDS_A_KUBELET.matcher(command).matches()) {
        ClusterChoice.say("NOT RUN: " + command + "; no kubelet runs for this cluster");
        return;
      }
      Command.Result result = TypedCommand.run(command, cluster);
      switch (purpose(command).orElse("")) {
        case "given" -> awaitGiven(result.orThrow());
        case "refused" -> assertRefused(file(command), result);
        case "granted" -> assertGranted(file(command), result.orThrow());
        default -> result.orThrow();
      }
    }

    private static Path file(String command) {
      var file = FILE.matcher(command);
      assertTrue(file.find(), command);
      return Path.of(file.group(1));
    }

    /// A person takes longer than that to write the next command.
    private void awaitGiven(String output) {
      JsonNode policy = one(recipe.file("policy.yaml"));
      Wait.upTo(FOLLOWED)
          .until(
              () -> "cgrant says what it makes of the policy: " + output,
              () -> PolicyStatus.of(admin.get(policy).body()).isCurrent());
      String account = inNamespace("serviceaccounts/default");
      Wait.upTo(FOLLOWED).until(account, () -> admin.get(account).accepted());
    }

    /// With each reason of the text beside the manifest. A workload is stored all the same.
    private void assertRefused(Path file, Command.Result result) {
      boolean isPod = Manifests.kind(one(file)).equals("Pod");
      assertEquals(isPod ? 1 : 0, result.exitCode(), result::output);
      String denied = isPod ? "denied the request" : "Warning: pods would be refused: ";
      assertTrue(result.output().contains(denied), result::output);
      Path reasons = Path.of(file.toString().replace(".yaml", ".txt"));
      for (String reason : Folders.read(reasons).strip().split("\n")) {
        assertTrue(
            Pattern.compile("(- |: )" + Pattern.quote(reason) + "\\b")
                .matcher(result.output())
                .find(),
            () -> "no " + reason + " in " + result.output());
      }
    }

    /// Of a workload, the pod that its controller makes of it.
    private void assertGranted(Path file, String output) {
      assertTrue(output.contains(" created"), output);
      String policy = Manifests.name(one(recipe.file("policy.yaml")));
      Wait.upTo(FOLLOWED)
          .until(
              () -> "a granted pod of " + file + " in " + pods() + "\n" + output,
              () -> !pods().isEmpty());
      String granted = "metadata.annotations[cgrant.io/granted-by]";
      for (JsonNode pod : pods()) {
        assertEquals(policy + "@1", Field.text(pod, granted), pod::toString);
        Recipe.assertPlaced(pod, admin.get(one(Recipe.CLASS)).orThrow().body());
      }
    }

    private JsonNode pods() {
      return admin.get(inNamespace("pods")).orThrow().body().path("items");
    }

    private String inNamespace(String rest) {
      String namespace = Manifests.name(one(recipe.file("namespace.yaml")));
      return "/api/v1/namespaces/" + namespace + "/" + rest;
    }

    /// The next test may want the same names.
    void takeAway(Path file) {
      admin.delete(one(file));
      awaitGone(file);
    }

    void awaitGone(Path file) {
      JsonNode object = one(file);
      Wait.upTo(FOLLOWED).until(object + " is gone", () -> admin.get(object).code() == 404);
    }
  }
}
