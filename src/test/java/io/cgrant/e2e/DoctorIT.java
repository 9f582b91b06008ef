// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `cgrant doctor` before a real API server, with the rights that its page gives, and nodes that
/// say of themselves what a kubelet would.
@ExtendWith(StandExtension.class)
final class DoctorIT {

  private static final Path RIGHTS = Path.of("docs/how-to/doctor/rbac.yaml");
  private static final Path DAEMON_SET = Path.of("docs/how-to/doctor/daemonset.yaml");
  private static final String ACCOUNT = "cgrant-doctor";
  private static final String CONFIGURATION =
      "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/cgrant";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<AutoCloseable> after = new ArrayList<>();

  @AfterEach
  void tidy() throws Exception {
    for (AutoCloseable step : after.reversed()) {
      step.close();
    }
  }

  @Test
  void whatIsWellIsWellAndWhatIsWrongIsFound(Stand stand) throws IOException {
    var world = new World(stand.newId());
    String pool = "pool-" + world.id();
    var stage = new Stage(stand);
    after.add(stage);
    TokenOf doctor = rights(stand, stage);
    List<JsonNode> given = world.given();
    ((ObjectNode) given.get(1)).putObject("scheduling").putObject("nodeSelector").put("pool", pool);
    stage.given(given);
    stage.given(List.of(node("a-" + world.id(), pool), node("b-" + world.id(), pool)));
    say(stage, "a-" + world.id(), "containerd://2.1.6", "5.15.0-173-generic", "runc");
    say(stage, "b-" + world.id(), "containerd://2.1.9", "6.12.41+deb13-amd64", "cgroup-writable");
    stage.given(List.of(policyOfNobody(world)));
    stage.create(asNobody(world.pod("head"))).orThrow();

    JsonNode found = doctor.findings(1, "--cgroup-driver=cgroupfs");
    // The API server fills in what is left out, and keeps what it is given in its own order.
    assertFound(found, "WebhookConfigurations", "Ok", "");
    assertFound(found, "CaBundles", "Ok", "");
    assertFound(found, "Guards", "Ok", "");
    String of = "RuntimeClass/cgroup-writable-" + world.id();
    assertFound(found, "NodeHandlers", "Warning", of + " 1 of 2 nodes it selects have no handler");
    assertFound(found, "NodeVersions", "Warning", "Node/a-" + world.id() + " containerd 2.1.6");
    assertFound(found, "NodeKernels", "Warning", "Linux 5.15.0-173-generic is older");
    assertFound(
        found, "PoliciesMatch", "Warning", "WritableCgroupPolicy/nobody-" + world.id() + " its");
    assertFound(
        found,
        "VoidGrants",
        "Error",
        "Pod/" + world.namespace() + "/head a user that is not root in a user namespace cannot");
    assertFound(found, "PodSecurityExemptions", "Info", "no API tells");

    breakBundle(stage);
    assertFound(
        doctor.findings(1),
        "CaBundles",
        "Error",
        "webhook namespace.authors.cgrant.io caBundle is not what an API server can read");
    assertTrue(doctor.run(1, "-o", "junit").contains("<failure type=\"Error\""));

    stage.admin().delete(Manifests.read(RIGHTS).getLast()).orThrow();
    assertTrue(doctor.run(2).contains("Unseen"), "nobody may list anything any more");
  }

  @Test
  void theDaemonSetOfThePageIsTaken(Stand stand) {
    var stage = new Stage(stand);
    after.add(stage);
    List<JsonNode> objects = Manifests.read(DAEMON_SET);
    stage.given(List.of(objects.getFirst()));
    Reply reply = stage.admin().rehearseApply(objects.getLast());
    assertEquals("", reply.message());
    assertEquals(List.of(), reply.warnings());
  }

  /// Runs as somebody who has the rights of the page and no others.
  private record TokenOf(String server, Path folder) {

    String run(int exitCode, String... more) {
      var words = new ArrayList<>(List.of("doctor"));
      words.addAll(List.of(more));
      words.add("--api-server=" + server);
      words.add("--ca-file=" + folder.resolve("ca.crt"));
      words.add("--token-file=" + folder.resolve("token"));
      Command.Result run = PackagedJar.command(words.toArray(String[]::new)).run();
      assertEquals(exitCode, run.exitCode(), run::output);
      return run.output();
    }

    JsonNode findings(int exitCode, String... more) throws IOException {
      var words = new ArrayList<>(List.of(more));
      words.addAll(List.of("-o", "json"));
      JsonNode tree = JSON.readTree(run(exitCode, words.toArray(String[]::new)));
      assertEquals("[]", tree.path("unseen").toString());
      return tree.path("findings");
    }
  }

  private static TokenOf rights(Stand stand, Stage stage) {
    stage.given(Manifests.read(RIGHTS));
    try (var auditor = new Auditor(stand, stage.admin())) {
      String path = "/api/v1/namespaces/cgrant/serviceaccounts/" + ACCOUNT + "/token";
      JsonNode token = stage.admin().post(path, Auditor.tokenRequest()).orThrow().body();
      Path folder = Folders.create(Folders.ofRun("e2e/doctor"));
      Folders.write(folder.resolve("ca.crt"), Manifests.text(auditor.caFile()));
      Folders.write(folder.resolve("token"), token.at("/status/token").asText());
      return new TokenOf(auditor.server(), folder);
    }
  }

  private static JsonNode node(String name, String pool) {
    return Manifests.parse(
            "{apiVersion: v1, kind: Node, metadata: {name: %s, labels: {pool: %s}}}"
                .formatted(name, pool))
        .getFirst();
  }

  /// As its kubelet does.
  private static void say(Stage stage, String node, String runtime, String kernel, String handler) {
    stage
        .admin()
        .patch(
            "/api/v1/nodes/" + node + "/status",
            """
            {"status": {
              "nodeInfo": {"kernelVersion": "%s", "containerRuntimeVersion": "%s",
                "machineID": "m", "systemUUID": "s", "bootID": "b", "osImage": "Debian", "architecture": "amd64",
                "operatingSystem": "linux", "kubeletVersion": "v1.36.3", "kubeProxyVersion": ""},
              "runtimeHandlers": [
                {"name": "", "features": {"userNamespaces": true}},
                {"name": "%s", "features": {"userNamespaces": true}}]}}
            """
                .formatted(kernel, runtime, handler))
        .orThrow();
  }

  private static JsonNode policyOfNobody(World world) {
    ObjectNode policy = world.policy().deepCopy();
    ((ObjectNode) policy.path("metadata")).put("name", "nobody-" + world.id());
    ((ObjectNode) policy.at("/spec/match/namespaceSelector/matchLabels"))
        .put("team", "nobody-" + world.id());
    return policy;
  }

  private static JsonNode asNobody(JsonNode pod) {
    ObjectNode copy = pod.deepCopy();
    ((ObjectNode) copy.path("spec")).putObject("securityContext").put("runAsUser", 1000);
    return copy;
  }

  /// Of a webhook that nobody waits for, until the test ends.
  private void breakBundle(Stage stage) {
    String name = "namespace.authors.cgrant.io";
    JsonNode stored = stage.admin().get(CONFIGURATION).orThrow().body();
    String bundle =
        stored
            .path("webhooks")
            .valueStream()
            .filter(w -> w.path("name").asText().equals(name))
            .map(w -> w.at("/clientConfig/caBundle").asText())
            .findFirst()
            .orElseThrow();
    after.add(() -> stage.admin().strategicPatch(CONFIGURATION, patch(name, bundle)).orThrow());
    stage.admin().strategicPatch(CONFIGURATION, patch(name, "YWJj")).orThrow();
  }

  private static String patch(String name, String bundle) {
    return """
        {"webhooks": [{"name": "%s", "clientConfig": {"caBundle": "%s"}}]}
        """
        .formatted(name, bundle);
  }

  private static void assertFound(JsonNode found, String check, String severity, String said) {
    assertTrue(
        found
            .valueStream()
            .filter(f -> f.path("check").asText().equals(check))
            .filter(f -> f.path("severity").asText().equals(severity))
            .anyMatch(
                f -> (f.path("where").asText() + " " + f.path("what").asText()).contains(said)),
        () -> severity + " " + check + " \"" + said + "\" not in " + found.toPrettyString());
  }
}
