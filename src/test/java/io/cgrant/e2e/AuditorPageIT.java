// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.Cluster.Ability;
import io.cgrant.e2e.Cluster.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Types the commands of the page for auditors, as they stand there; and those of kubectl's plugin.
@ExtendWith(StandExtension.class)
final class AuditorPageIT {

  private static final Path PAGE = Path.of("docs/how-to/answer-an-auditor.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final String UID = "\"uid\":\"([^\"]+)\"";
  private static final Duration WRITTEN = Duration.ofMinutes(2);

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: builder, namespace: ml-$ID}
      spec:
        replicas: 1
        selector: {matchLabels: {app: builder}}
        template:
          metadata: {labels: {app: builder, cgrant.io/writable-cgroup: "true"}}
          spec:
            containers: [{name: main, image: "registry.example.com/app:1"}]
      """;

  @TempDir private Path folder;

  @Test
  void thePageAnswersTheAuditorAndTheDeveloper(Stand stand) throws IOException {
    Abort.unless(stand.cluster(), Ability.AuditLog, "the commands of " + PAGE);
    Abort.unless(stand.cluster(), Ability.Controllers, "the commands of " + PAGE);
    List<String> blocks =
        BLOCK.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)).toList();
    assertEquals(15, blocks.size(), "blocks of commands in " + PAGE);
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      String policy = Manifests.name(world.policy());
      stage.create(world.pod("granted")).orThrow();
      stage.developer().rehearse(world.pod("rehearsed")).orThrow();
      JsonNode refused = withoutMemoryLimit(world.pod("refused"));
      assertEquals(403, stage.create(refused).code());
      assertEquals(403, stage.create(withoutMemoryLimit(world.pod("lost"))).code());
      Files.writeString(folder.resolve("pod.yaml"), refused.toString());
      write("deployment.json", Manifests.parse(DEPLOYMENT.replace("$ID", world.id())).getFirst());
      write("stored.json", world.deployment("stored"));
      var shell = new Shell(stand, folder, variables(world, blocks.getFirst()));
      shell.run("kubectl apply -f deployment.json -f stored.json");
      try {
        Wait.upTo(WRITTEN)
            .until(
                "the Event of the Deployment's pods",
                () -> shell.run(blocks.get(12)).contains("LimitMissing"));
        String stored = nameOfStored(shell, world);
        changesBuilder(shell, world);
        NoRoom.in(stage, world);
        assertEquals(403, stage.create(world.pod("late")).code());
        takeLogs(stand, world, blocks.get(1));
        assertHas(
            shell.run(blocks.get(2)),
            world.namespace() + "/granted",
            world.namespace() + "/late",
            world.namespace() + "/" + stored,
            policy);
        String tried = shell.run(blocks.get(3));
        assertHas(
            tried,
            world.namespace() + "/refused",
            "LimitMissing",
            "COUNT  REASON",
            "COUNT  WORKLOAD");
        assertCounted(tried, "LimitMissing", "Refused", AuditorPageIT::lacksALimit);
        assertCounted(
            tried,
            world.namespace() + "/Deployment/builder",
            "Refused",
            line -> isOfBuilder(line, world));
        String given = shell.run(blocks.get(4));
        for (String by : List.of(policy, policy + "@1")) {
          assertCounted(given, by, "Granted", line -> line.path("policy").asText().equals(policy));
        }
        assertHas(given, "\"name\": \"granted\"", "\"grantedBy\": \"" + policy + "@1\"");
        String were = shell.run(blocks.get(5));
        assertHas(were, world.namespace(), "\"granted\"", "\"" + stored + "\"", policy + "@1");
        assertHasNot(were, "\"late\"");
        assertHasNot(were, "\"rehearsed\"");
        assertHas(
            shell.run(blocks.get(6)),
            "\"" + world.namespace() + "\",\"refused\",\"" + policy + "@1\",\"LimitMissing\"",
            "\"" + world.namespace() + "\",\"builder-");
        assertEquals(List.of("create", "patch"), written(shell.run(blocks.get(7))));
        comparesBoth(stand, shell, world, blocks);
        assertHas(shell.run(blocks.get(10)), world.namespace() + "/granted", policy + "@1");
        assertHas(shell.run(blocks.get(11)), world.namespace() + "\tgranted\t" + policy + "@1");
        assertHas(
            shell.run(blocks.get(13)),
            "Deployment " + world.namespace() + "/builder: Refused",
            "policy " + policy + "@1 (Enforce): Refuses",
            "    no  RequireLimits\n        spec.template.spec.containers[0].resources.limits.cpu:");
        assertHas(shell.run(blocks.get(14)), "Pod " + world.namespace() + "/refused: Refused");
        isPluginOfKubectl(shell, world, policy);
      } finally {
        // Its ReplicaSet too, which would try again and be counted in the next test.
        shell.run(
            "kubectl delete -f deployment.json -f stored.json --cascade=foreground --wait=true");
      }
    }
  }

  private void write(String name, JsonNode object) throws IOException {
    Files.writeString(folder.resolve(name), object.toString());
  }

  /// Of the pod that a controller made.
  private static String nameOfStored(Shell shell, World world) {
    String pods = "kubectl get pods -l app=stored -o name -n " + world.namespace();
    Wait.upTo(WRITTEN).until("a pod of Deployment stored", () -> !shell.run(pods).isBlank());
    return shell.run(pods).strip().replace("pod/", "");
  }

  /// One change, and two that no template can come of.
  private static void changesBuilder(Shell shell, World world) {
    String builder = " deployment builder -n " + world.namespace();
    shell.run("kubectl label" + builder + " team=ml");
    shell.run("kubectl label" + builder + " team=others --overwrite --dry-run=server");
    shell.run("kubectl scale" + builder + " --replicas=2");
  }

  /// What the administrator did, who is the only one beside controllers.
  private static List<String> written(String output) {
    return Pattern.compile("\"(\\w+)\",\"admin\",null]")
        .matcher(output)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /// Nobody runs the pods of this cluster, so its logs are copied; and once both know of the last
  /// pod, so that neither lacks one for having been read first. Two lines more, as whoever reaches
  /// cgrant's port can have written, of them one with a uid that is in every other line; and one
  /// less.
  private void takeLogs(Stand stand, World world, String command) throws IOException {
    assertTrue(command.contains("> decisions.log"), command);
    Wait.upTo(WRITTEN)
        .until(
            "the last pod is in both logs",
            () ->
                Stream.of(stand.cgrant().log(), stand.cluster().auditLog())
                    .allMatch(
                        log ->
                            Folders.lines(log).stream()
                                .anyMatch(
                                    l ->
                                        l.contains(world.namespace())
                                            && l.contains("\"late\"")
                                            && l.contains("Granted"))));
    List<String> lines = Folders.lines(stand.cgrant().log());
    String granted = line(lines, world, "granted");
    var decisions = new ArrayList<>(lines);
    String copied = granted.replace("\"name\":\"granted\"", "\"name\":\"copied\"");
    decisions.add(copied);
    decisions.add(copied.replace("copied", "forged").replaceFirst(UID, "\"uid\":\"a\""));
    decisions.remove(line(lines, world, "lost"));
    Files.write(folder.resolve("decisions.log"), decisions);
    Files.write(folder.resolve("audit.log"), Folders.lines(stand.cluster().auditLog()));
  }

  private static void isPluginOfKubectl(Shell shell, World world, String policy) {
    assertHas(shell.run("kubectl cgrant version"), "cgrant 0.");
    String ns = " -n " + world.namespace();
    assertHas(
        shell.run("kubectl cgrant why granted" + ns),
        "Pod " + world.namespace() + "/granted: Granted by policy " + policy + "@1",
        "    route RuntimeClass at spec.runtimeClassName",
        "    ok  route RuntimeClass",
        "the policy has not been changed since");
    assertHas(
        shell.run("kubectl cgrant why gone" + ns + " || echo code $?"),
        "a pod that was refused does not exist",
        "code 2");
    assertHas(
        shell.run(
            "kubectl get wcp "
                + policy
                + " -o yaml > policies.yaml; kubectl get ns "
                + world.namespace()
                + " -o yaml > cluster.yaml; kubectl cgrant check -p policies.yaml -n cluster.yaml"
                + " pod.yaml || echo code $?"),
        "Refused",
        "code 1");
    assertHas(shell.run("kubectl __complete cgrant chec"), "check\n");
  }

  private static String line(List<String> log, World world, String pod) {
    return log.stream()
        .filter(l -> l.contains("\"namespace\":\"" + world.namespace() + "\",\"name\":\"" + pod))
        .findFirst()
        .orElseThrow();
  }

  private static void comparesBoth(Stand stand, Shell shell, World world, List<String> blocks) {
    String inTheLogAlone = shell.run(blocks.get(8));
    assertHas(inTheLogAlone, world.namespace() + "/forged", world.namespace() + "/copied");
    assertHasNot(inTheLogAlone, world.namespace() + "/late");
    assertHasNot(inTheLogAlone, world.namespace() + "/rehearsed");
    String lost = line(Folders.lines(stand.cgrant().log()), world, "lost");
    var uid = Pattern.compile(UID).matcher(lost);
    assertTrue(uid.find(), lost);
    assertHas(shell.run(blocks.get(9)), uid.group(1));
  }

  private static JsonNode withoutMemoryLimit(JsonNode pod) {
    ((ObjectNode) pod.at("/spec/containers/0/resources/limits")).remove("memory");
    return pod;
  }

  private static String variables(World world, String written) {
    assertEquals("namespace=ml day=2026-11-24 next=2026-11-25\n", written);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return "namespace=%s day=%s next=%s\n"
        .formatted(world.namespace(), today.minusDays(1), today.plusDays(1));
  }

  /// As many as there are lines.
  private void assertCounted(
      String output, String what, String verdict, Predicate<JsonNode> wanted) {
    long count =
        DecisionLines.in(folder.resolve("decisions.log")).stream()
            .filter(line -> line.path("verdict").asText().equals(verdict))
            .filter(wanted)
            .count();
    assertTrue(count > 0, what);
    var row = Pattern.compile("(?m)^ *" + count + "  ?" + Pattern.quote(what) + "$");
    assertTrue(row.matcher(output).find(), () -> count + " " + what + " are not in:\n" + output);
  }

  private static boolean lacksALimit(JsonNode line) {
    return line.path("findings").findValuesAsText("reason").contains("LimitMissing");
  }

  private static boolean isOfBuilder(JsonNode line, World world) {
    return line.path("namespace").asText().equals(world.namespace())
        && line.at("/topOwner/name").asText().equals("builder");
  }

  private static void assertHas(String output, String... parts) {
    for (String part : parts) {
      assertTrue(output.contains(part), () -> "no " + part + " in:\n" + output);
    }
  }

  private static void assertHasNot(String output, String part) {
    assertFalse(output.contains(part), () -> part + " in:\n" + output);
  }

  /// With kubectl, its plugin and the page's variables.
  private record Shell(Stand stand, Path folder, String variables) {

    String run(String commands) {
      if (Programs.onPath("jq").isEmpty()) {
        throw new IllegalStateException(
            "the page's commands need jq; install it so that it is on the PATH");
      }
      Path kubectl = stand.cluster().kubectl().orElseThrow();
      String script =
          "set -euo pipefail; cd '%s'; PATH='%s':'%s':$PATH\n%s%s"
              .formatted(
                  folder,
                  kubectl.toAbsolutePath().getParent(),
                  Path.of("src/main/kubectl").toAbsolutePath(),
                  variables,
                  commands);
      return Command.of("bash", "-c", script)
          .with("KUBECONFIG", stand.cluster().kubeconfig(User.Admin))
          .with("KUBECACHEDIR", Folders.ofRun("e2e/kubectl-cache"))
          .with("CGRANT_HOME", Path.of("target/quarkus-app"))
          .with("JAVA_HOME", Path.of(System.getProperty("java.home")))
          .run()
          .orThrow();
    }
  }
}
