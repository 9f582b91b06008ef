// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.nodefiles.Bound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `cgrant migrate` makes of each kind of object, and what it says of it.
final class MigrationsTest {

  private static final String POLICY =
      """
      apiVersion: cgrant.io/v1alpha1
      kind: WritableCgroupPolicy
      metadata: {name: ray}
      spec:
        match:
          namespaceSelector:
            matchLabels: {team: ml}
        grant:
          routes: [RuntimeClass]
          runtimeClassName: cgroup-writable
          defaultHostUsers: true
      """;

  private static final String WORLD =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: ml, labels: {team: ml}}
      ---
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata: {name: cgroup-writable, labels: {cgrant.io/gated: "true"}}
      handler: cgroup-writable
      """;

  private static final String CRON_JOB =
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: nightly, namespace: ml}
      spec:
        schedule: "0 3 * * *"   # at night
        jobTemplate:
          spec:
            template:
              spec:
                runtimeClassName: cgroup-writable
                restartPolicy: Never
                containers:
                - name: main
                  image: registry.example.com/app:1
      """;

  @TempDir private Path folder;

  @Test
  void aTemplateOfACronJobIsFoundWhereItStands() {
    CommandRun run = CommandRun.withInput(CRON_JOB, "migrate", "-");
    assertEquals(0, run.exitCode(), run::err);
    assertEquals(
        CRON_JOB.replace("          runtimeClassName: cgroup-writable\n", "")
            + """
                        securityContext:
                          cgroupOptions:
                            mountMode: Writable
            """,
        run.out());
    assertTrue(
        run.err()
            .contains(
                ": spec.jobTemplate.spec.template.spec.runtimeClassName: \"cgroup-writable\" is gone"),
        run::err);
  }

  @Test
  void jsonStaysJson() throws IOException {
    String pod =
        """
        {
          "apiVersion": "v1",
          "kind": "Pod",
          "metadata": {"name": "p"},
          "spec": {
            "runtimeClassName": "cgroup-writable",
            "containers": [{"name": "main", "image": "a", "securityContext": {"runAsUser": 0}}]
          }
        }
        """;
    files().write("p.json", pod);
    CommandRun run = migrate("p.json");
    assertEquals(0, run.exitCode(), run::err);
    var json = new JsonMapper();
    assertEquals(
        json.readTree(
            pod.replace("\"runtimeClassName\": \"cgroup-writable\",", "")
                .replace(
                    "\"runAsUser\": 0",
                    "\"runAsUser\": 0, \"cgroupOptions\": {\"mountMode\": \"Writable\"}")),
        json.readTree(run.out()));
    assertTrue(run.out().contains("\n  \"metadata\": {\"name\": \"p\"},\n"), run::out);
    assertFalse(run.err().contains("written anew"), run::err);
    // YAML has no tabs, so the same with tabs is written anew, as JSON.
    files().write("p.json", pod.replace("  ", "\t"));
    CommandRun anew = migrate("p.json");
    assertEquals(json.readTree(run.out()), json.readTree(anew.out()));
    assertTrue(anew.err().contains("p.json: written anew: comments are lost"), anew::err);
  }

  @Test
  void whatCannotBeChangedInPlaceIsWrittenAnewAndSaidSo() {
    String pod =
        """
        # who needs it
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec:
          runtimeClassName: cgroup-writable
          containers:
          - &main {name: main, image: a}
          - *main
        """;
    CommandRun run = CommandRun.withInput(pod, "migrate", "-");
    assertEquals(0, run.exitCode(), run::err);
    assertFalse(run.out().contains("#"), run::out);
    assertEquals(3, run.out().split("mountMode: Writable", -1).length, run::out);
    assertTrue(
        run.err().contains("written anew: comments are lost, and aliases written out\n"), run::err);
  }

  @Test
  void aPodForWindowsIsAnObstacleAndNothingIsWritten() throws IOException {
    files().write("in/cron.yaml", CRON_JOB);
    files()
        .write(
            "in/windows.yaml",
            CRON_JOB.replace(
                "          restartPolicy",
                "          os: {name: windows}\n          restartPolicy"));
    CommandRun run = migrate("in", "--output", folder.resolve("out").toString());
    assertEquals(1, run.exitCode());
    assertEquals("", run.out());
    assertFalse(Files.exists(folder.resolve("out")));
    assertTrue(
        run.err()
            .contains(
                "spec.jobTemplate.spec.template.spec.os.name: Windows has no cgroups; take it out"),
        run::err);
  }

  @Test
  void ofANamespaceThatAsksItIsSaidThatTheFieldIsNotSetForIt() {
    String asks = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ml\n  labels:\n    %s\n";
    String silent = asks.formatted("cgrant.io/writable-cgroup: \"false\"");
    assertEquals(new CommandRun(0, silent, ""), CommandRun.withInput(silent, "migrate", "-"));
    String loud = asks.formatted("cgrant.io/writable-cgroup: \"true\"");
    CommandRun run = CommandRun.withInput(loud, "migrate", "-");
    assertEquals(0, run.exitCode(), run::err);
    assertEquals(loud, run.out());
    assertTrue(
        run.err()
            .contains(
                "metadata.labels[cgrant.io/writable-cgroup]: left as it is, and without effect where"
                    + " policies grant the field alone"),
        run::err);
  }

  @Test
  void whatChangesIsSaidOnceWithWhateverIsRewritten() {
    String said = CommandRun.withInput(CRON_JOB, "migrate", "-").err();
    for (String sentence :
        List.of(
            "The kubelet bounds the pod to "
                + Bound.OF_THE_KUBELET.descendants()
                + " cgroups, "
                + Bound.OF_THE_KUBELET.depth()
                + " levels deep, all its containers together;",
            "Each container asks for itself, and the class gave to all:",
            "Nodes need a kubelet and a runtime with the feature gate CgroupOptions, and nsdelegate;",
            "An API server that does not know the field drops it, and the pod runs with a read-only"
                + " cgroup:",
            "Pod Security allows Writable at baseline and refuses it at restricted.")) {
      assertEquals(2, said.split(Pattern.quote(sentence), -1).length, sentence);
    }
  }

  /// The other routes are nobody's business here.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[RuntimeClass, CrioSystemd] | [CgroupOptions, CrioSystemd]",
        "[CrioSystemd, RuntimeClass] | [CrioSystemd, CgroupOptions]",
        "[CgroupOptions, CrioSystemd, RuntimeClass] | [CgroupOptions, CrioSystemd]"
      })
  void aPolicyKeepsItsOtherRoutes(String routes, String rewritten) {
    String policy = POLICY.replace("[RuntimeClass]", routes);
    assertEquals(
        POLICY
            .replace("[RuntimeClass]", rewritten)
            .replace("    runtimeClassName: cgroup-writable\n", ""),
        CommandRun.withInput(policy, "migrate", "-").out());
    String both = CommandRun.withInput(policy, "migrate", "--keep-class", "-").out();
    assertTrue(both.contains("CrioSystemd") && both.contains("RuntimeClass"), both);
    assertTrue(both.contains("CgroupOptions") && both.contains("runtimeClassName"), both);
  }

  /// It gets its user namespace of the policy, by whatever route it asks.
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aPodThatAskedByItsLabelAloneIsGrantedAsBefore(boolean keepsClass) throws IOException {
    files().write("in/a-world.yaml", WORLD);
    files().write("in/policy.yaml", POLICY);
    files()
        .write(
            "in/pod.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: p
              namespace: ml
              labels: {cgrant.io/writable-cgroup: "true"}
            spec:
              securityContext:
                seccompProfile: {type: RuntimeDefault}
              containers:
              - name: main
                image: registry.example.com/app:1
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                resources: {limits: {cpu: 900m, memory: 1Gi}}
            """);
    assertGranted("in");
    String out = folder.resolve("out").toString();
    CommandRun run =
        keepsClass
            ? migrate("in", "--keep-class", "--output", out)
            : migrate("in", "--output", out);
    assertEquals(0, run.exitCode(), run::err);
    assertFalse(files().read("out/pod.yaml").contains("hostUsers"));
    assertGranted("out");
    // It was the policy that gave it one.
    files().write("out/policy.yaml", files().read("out/policy.yaml").replace(": true", ": false"));
    assertEquals(1, check("out").exitCode());
  }

  private void assertGranted(String files) {
    CommandRun run = check(files);
    assertEquals(0, run.exitCode(), run::out);
    assertTrue(run.out().contains("1 object: 1 Granted"), run::out);
  }

  private CommandRun check(String path) {
    String files = folder.resolve(path).toString();
    return CommandRun.of("check", "-p", files, files);
  }

  private CommandRun migrate(String path, String... options) {
    var words = new ArrayList<>(List.of("migrate", folder.resolve(path).toString()));
    words.addAll(List.of(options));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private WrittenFolder files() {
    return new WrittenFolder(folder);
  }
}
