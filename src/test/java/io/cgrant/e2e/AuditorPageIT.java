// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Types the commands of the page for auditors, as they stand there; and those of kubectl's plugin.
@ExtendWith(StandExtension.class)
final class AuditorPageIT {

  private static final Path PAGE = Path.of("docs/how-to/answer-an-auditor.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
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
    assertEquals(12, blocks.size(), "blocks of commands in " + PAGE);
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      String policy = Manifests.name(world.policy());
      stage.create(world.pod("granted")).orThrow();
      JsonNode refused = withoutMemoryLimit(world.pod("refused"));
      assertEquals(403, stage.create(refused).code());
      Files.writeString(folder.resolve("pod.yaml"), refused.toString());
      Path deployment = folder.resolve("deployment.json");
      Files.writeString(
          deployment, Manifests.parse(DEPLOYMENT.replace("$ID", world.id())).getFirst().toString());
      var shell = new Shell(stand, folder, variables(world, blocks.getFirst()));
      shell.run("kubectl apply -f deployment.json");
      try {
        Wait.upTo(WRITTEN)
            .until(
                "the Event of the Deployment's pods",
                () -> shell.run(blocks.get(9)).contains("LimitMissing"));
        // Nobody runs the pods of this cluster, so its logs are copied.
        assertTrue(blocks.get(1).contains("> decisions.log"), blocks.get(1));
        Files.write(folder.resolve("decisions.log"), Folders.lines(stand.cgrant().log()));
        Files.write(folder.resolve("audit.log"), Folders.lines(stand.cluster().auditLog()));
        assertHas(shell.run(blocks.get(2)), world.namespace() + "/granted", policy);
        String tried = shell.run(blocks.get(3));
        assertHas(
            tried,
            world.namespace() + "/refused",
            "LimitMissing",
            "COUNT  REASON",
            world.namespace() + "/Deployment/builder");
        assertHas(shell.run(blocks.get(4)), policy, "\"name\": \"granted\"");
        assertHas(shell.run(blocks.get(5)), world.namespace(), "\"granted\"", policy + "@1");
        assertHas(shell.run(blocks.get(6)), world.namespace(), "\"refused\"", "LimitMissing");
        assertHas(shell.run(blocks.get(7)), world.namespace() + "/granted", policy + "@1");
        assertHas(shell.run(blocks.get(8)), world.namespace() + "\tgranted\t" + policy + "@1");
        assertHas(
            shell.run(blocks.get(10)),
            "Deployment " + world.namespace() + "/builder: Refused",
            "policy " + policy + "@1 (Enforce): Refuses",
            "    no  RequireLimits\n        spec.template.spec.containers[0].resources.limits.cpu:");
        assertHas(shell.run(blocks.get(11)), "Pod " + world.namespace() + "/refused: Refused");
        isPluginOfKubectl(shell, world, policy);
      } finally {
        // Its ReplicaSet too, which would try again and be counted in the next test.
        shell.run("kubectl delete -f deployment.json --cascade=foreground --wait=true");
      }
    }
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

  private static void assertHas(String output, String... parts) {
    for (String part : parts) {
      assertTrue(output.contains(part), () -> "no " + part + " in:\n" + output);
    }
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
