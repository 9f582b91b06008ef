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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyCommandTest {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String PODS = "docs/tutorial/pods/";
  private static final String PLANTED =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: "x\\e[31m\\u202Ex"
        namespace: ml
        labels: {cgrant.io/writable-cgroup: "true"}
      spec:
        containers:
        - name: "a\\n  policy ray@0 (Enforce): Grants"
          image: registry.example.com/a:1
          command: ["$(INIT)"]
          env:
          - {name: INIT, value: s3cr3t}
          - {name: PASSWORD, value: s3cr3t}
      """;

  @TempDir private Path folder;

  private static CommandRun why(String... words) {
    return CommandRun.of(
        Stream.of(
                Stream.of("why", "-p", "docs/tutorial/policies"),
                Stream.of("--cluster", "docs/tutorial/cluster"),
                Stream.of(words))
            .flatMap(s -> s)
            .toArray(String[]::new));
  }

  @Test
  void everyPolicyAndEveryCheckHasItsWord() {
    var run = why(PODS + "no-limits.yaml");
    assertEquals(1, run.exitCode(), run::err);
    assertTrue(
        run.out()
            .startsWith(
                """
                Pod ml/no-limits: Refused
                  asks: the pod's label cgrant.io/writable-cgroup is "true"
                  floor, which no policy can waive:
                    ok  ForbidPrivileged
                """),
        run::out);
    assertTrue(
        run.out()
            .contains(
                """
                  policy ray@0 (Enforce): Refuses
                    ok  match
                    ok  grant
                    ok  ForbidHostNamespaces
                    ok  RequireUserNamespace
                    no  RequireLimits
                        spec.containers[0].resources.limits.cpu: LimitMissing
                          container "ray" has no cpu limit; set one, or spec.resources.limits.cpu
                """),
        run::out);
    assertTrue(run.out().contains("    ok  ForbidExclusiveCpus\n"), run::out);
    assertTrue(run.out().contains("  note: replayed as a creation now"), run::out);
  }

  @Test
  void aRouteAndAPolicyThatDoesNotSpeakAreTold() {
    var run = why(PODS + "class-by-hand.yaml");
    assertEquals(1, run.exitCode());
    assertTrue(run.out().contains("    route RuntimeClass at spec.runtimeClassName\n"), run::out);
    assertTrue(run.out().contains("  metadata.namespace: NoPolicy\n"), run::out);
    assertTrue(
        run.out()
            .contains(
                """
                  policy ray@0 (Enforce): DoesNotSpeak for this pod
                    no  match.namespaceSelector: label team is "web", wanted is "ml"
                """),
        run::out);
  }

  @Test
  void whatIsGrantedIsNamedWithWhatItIsGiven() {
    var run = why(PODS + "granted.yaml");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().startsWith("Pod ml/ray-head: Granted by policy ray@0\n"), run::out);
    assertTrue(run.out().contains("    is given runtimeClassName cgroup-writable\n"), run::out);
    assertTrue(run.out().contains("  policy ray@0 (Enforce): Grants\n"), run::out);
  }

  @Test
  void aPodThatDoesNotAskIsNotHeard() {
    var run = why(PODS + "ordinary.yaml", PODS + "opted-out.yaml");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("Pod web/ordinary: NotAsked\n  asks: the pod has no label"));
    assertTrue(run.out().contains("is \"false\": it opts out\n"), run::out);
    assertFalse(run.out().contains("policy ray"), run::out);
  }

  @Test
  void anExceptionIsNamedWithWhatItWaives() throws IOException {
    Path policy = folder.resolve("policy.yaml");
    Files.writeString(
        policy,
        Files.readString(Path.of("docs/tutorial/policies/ray.yaml"))
            + """
              exceptions:
              - {name: migration-4711, namespaces: [ml], waive: [limits, qosClass], reason: moved,
                 owner: team-ml, expires: 2099-01-31T00:00:00Z}
            """);
    var run =
        CommandRun.of(
            "why",
            "-p",
            policy.toString(),
            "--cluster",
            "docs/tutorial/cluster",
            PODS + "no-limits.yaml");
    assertEquals(0, run.exitCode(), run::err);
    assertTrue(
        run.out()
            .contains(
                """
                    --  RequireLimits, waived by exception migration-4711 until 2099-01-31T00:00:00Z
                        spec.containers[0].resources.limits.cpu: LimitMissing
                """),
        run::out);
  }

  @Test
  void whatNobodyWasAskedIsNeitherForNorAgainst() throws IOException {
    Path policy = folder.resolve("policy.yaml");
    Files.writeString(
        policy,
        Files.readString(Path.of("docs/tutorial/policies/ray.yaml"))
            + "    authorization: Required\n    quota: {podsPerNamespace: 2}\n");
    String[] words = {
      "why", "-p", policy.toString(), "--cluster", "docs/tutorial/cluster", PODS + "granted.yaml"
    };
    var run = CommandRun.of(words);
    assertEquals(0, run.exitCode(), run::err);
    assertTrue(run.out().contains("    ?   require.authorization\n"), run::out);
    assertTrue(run.out().contains("    ?   require.quota\n"), run::out);
    assertTrue(run.out().contains("policy ray@0 (Enforce): Grants\n"), run::out);
  }

  @Test
  void aProgramReadsTheSame() throws IOException {
    var run = why("-o", "json", PODS + "no-limits.yaml");
    JsonNode one = MAPPER.readTree(run.out()).get(0);
    assertEquals("Pod ml/no-limits", one.get("object").asText());
    assertEquals("Refused", one.get("verdict").asText());
    JsonNode policy = one.at("/policies/0");
    assertEquals("Refuses", policy.get("conclusion").asText());
    List<String> unmet =
        policy
            .get("requirements")
            .valueStream()
            .filter(r -> r.get("result").asText().equals("Unmet"))
            .map(r -> r.get("name").asText() + " " + r.get("field").asText())
            .toList();
    assertEquals(
        List.of("RequireLimits require.limits", "RequireQosClass require.qosClass"), unmet);
    var yaml = why("-o", "yaml", PODS + "no-limits.yaml");
    assertTrue(yaml.out().contains("  conclusion: Refuses\n"), yaml::out);
  }

  @Test
  void wideSaysWhichFieldOfThePolicyAsksForIt() {
    String tree = why(PODS + "no-limits.yaml").out();
    String wide = why("-o", "wide", PODS + "no-limits.yaml").out();
    assertTrue(wide.contains("RequireLimits (require.limits)"), wide);
    assertTrue(wide.contains("from: " + PODS + "no-limits.yaml"), wide);
    assertFalse(tree.contains("(require.limits)"), tree);
    assertTrue(tree.contains("RequireLimits"), tree);
  }

  @Test
  void namesAreMadeSafeAndValuesOfVariablesAreNotShown() {
    for (String format : List.of("tree", "wide", "json", "yaml")) {
      var run =
          CommandRun.withInput(
              PLANTED,
              "why",
              "-p",
              "docs/tutorial/policies",
              "--cluster",
              "docs/tutorial/cluster",
              "-o",
              format,
              "-");
      assertEquals(1, run.exitCode(), run::err);
      assertFalse(run.out().contains("s3cr3t"), run::out);
      assertFalse(run.out().contains("\u001B") || run.out().contains("\\u001B"), run::out);
      assertFalse(run.out().contains("\u202E"), run::out);
      assertFalse(run.out().contains("\n  policy ray@0 (Enforce): Grants"), run::out);
    }
  }

  @Test
  void whatCannotBeReadIsSaid() {
    assertEquals(2, why("missing.yaml").exitCode());
    assertTrue(why("missing.yaml").err().contains("missing.yaml: does not exist"));
    var stray = why("--token-file", "t", "pod");
    assertEquals(2, stray.exitCode());
    assertTrue(stray.err().contains("--token-file and --ca-file are for --api-server"));
    var noPod = why("docs/tutorial/cluster");
    assertEquals(2, noPod.exitCode());
    assertTrue(noPod.err().contains("no pod and no pod template found"), noPod::err);
    var undescribed = CommandRun.of("why", "-p", "docs/tutorial/policies", PODS + "granted.yaml");
    assertEquals(1, undescribed.exitCode());
    assertTrue(undescribed.out().contains("nothing describes namespace \"ml\""), undescribed::out);
  }
}
