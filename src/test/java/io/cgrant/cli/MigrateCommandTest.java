// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrateCommandTest {

  private static final String POLICY =
      """
      apiVersion: cgrant.io/v1alpha1
      kind: WritableCgroupPolicy
      metadata:
        name: ray
      spec:
        match:
          namespaceSelector:
            matchLabels: {team: ml}   # theirs
        grant:
          routes: [RuntimeClass]
          runtimeClassName: writable
          defaultHostUsers: true
      """;

  private static final String WORLD =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: ml
        labels: {team: ml}
      ---
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata:
        name: writable
        labels: {cgrant.io/gated: "true"}
      handler: cgroup-writable
      """;

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: ray, namespace: ml}
      spec:
        selector: {matchLabels: {app: ray}}
        template:
          metadata: {labels: {app: ray}}
          spec:
            runtimeClassName: writable
            hostUsers: false
            securityContext:
              seccompProfile: {type: RuntimeDefault}
            initContainers:
            - name: prepare
              image: registry.example.com/prepare:1
              securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
              resources: {limits: {cpu: 100m, memory: 64Mi}}
            containers:
            - name: ray   # the one that needs it
              image: registry.example.com/ray:2.51.0
              securityContext:
                allowPrivilegeEscalation: false
                capabilities:
                  drop: [ALL]
              resources:
                limits: {cpu: 900m, memory: 1Gi}
      """;

  @TempDir private Path folder;

  @Test
  void aPolicyGrantsTheFieldAndATemplateAsksByIt() throws IOException {
    files().write("in/a-world.yaml", WORLD);
    files().write("in/policy.yaml", POLICY);
    files().write("in/deployment.yaml", DEPLOYMENT);
    CommandRun run = migrate("in", "--output", folder.resolve("out").toString());
    assertEquals(0, run.exitCode(), run::err);
    assertEquals(
        POLICY
            .replace("[RuntimeClass]", "[CgroupOptions]")
            .replace("    runtimeClassName: writable\n", ""),
        files().read("out/policy.yaml"));
    assertEquals(
        DEPLOYMENT
            .replace("      runtimeClassName: writable\n", "")
            .replace(
                "capabilities: {drop: [ALL]}}",
                "capabilities: {drop: [ALL]}, cgroupOptions: {mountMode: Writable}}")
            .replace(
                "            drop: [ALL]\n",
                """
                            drop: [ALL]
                          cgroupOptions:
                            mountMode: Writable
                """),
        files().read("out/deployment.yaml"));
    assertEquals(WORLD, files().read("out/a-world.yaml"));
    assertTrue(run.err().contains("with it its overhead, its node selector"), run::err);
    assertTrue(run.err().contains("keep the class until no pod names it"), run::err);
    assertTrue(run.err().contains("The kubelet bounds the pod to 250 cgroups"), run::err);
  }

  /// The gate itself says whether it was worth anything.
  @Test
  void whatWasGrantedIsGrantedAfterwards() throws IOException {
    files().write("in/a-world.yaml", WORLD);
    files().write("in/policy.yaml", POLICY);
    files().write("in/deployment.yaml", DEPLOYMENT);
    migrate("in", "--output", folder.resolve("out").toString());
    CommandRun before = check("in");
    CommandRun after = check("out");
    assertEquals(0, before.exitCode(), before::out);
    assertEquals(0, after.exitCode(), after::out);
    assertTrue(after.out().contains("Granted"), after::out);
    // And a pod that has not moved is no longer granted.
    files().write("out/deployment.yaml", DEPLOYMENT);
    assertEquals(1, check("out").exitCode());
  }

  @Test
  void aPolicyMayGrantBothForATime() throws IOException {
    files().write("policy.yaml", POLICY);
    CommandRun run = migrate("policy.yaml", "--keep-class");
    assertEquals(POLICY.replace("[RuntimeClass]", "[RuntimeClass, CgroupOptions]"), run.out());
    files().write("policy.yaml", run.out());
    assertEquals(
        POLICY
            .replace("[RuntimeClass]", "[CgroupOptions]")
            .replace("    runtimeClassName: writable\n", ""),
        migrate("policy.yaml").out());
  }

  @Test
  void onlyTheContainersThatAreNamedGetTheField() throws IOException {
    files().write("deployment.yaml", DEPLOYMENT);
    CommandRun run =
        migrate("deployment.yaml", "--runtime-class", "writable", "--container", "ray");
    assertEquals(2, run.out().split("mountMode: Writable", -1).length);
    CommandRun none =
        migrate("deployment.yaml", "--runtime-class", "writable", "--container", "nobody");
    assertEquals(1, none.exitCode());
    assertTrue(none.err().contains("has none of the containers that --container names"), none::err);
  }

  @Test
  void aPodThatAsksByItsLabelGetsTheFieldToo() {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: p
          labels: {cgrant.io/writable-cgroup: "true"}
        spec:
          containers:
          - name: main
            image: registry.example.com/app:1
        """;
    assertEquals(
        pod
            + """
                securityContext:
                  cgroupOptions:
                    mountMode: Writable
            """,
        CommandRun.withInput(pod, "migrate", "-").out());
  }

  @Test
  void whatNarrowsAlreadyStays() {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec:
          overhead: {memory: 96Mi}
          runtimeClassName: cgroup-writable
          containers:
          - {name: main, image: a, securityContext: {cgroupOptions: {mountMode: ReadOnly}}}
          - {name: other, image: a, securityContext: {cgroupOptions: {}}}
        """;
    CommandRun run = CommandRun.withInput(pod, "migrate", "-");
    assertEquals(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec:
          containers:
          - {name: main, image: a, securityContext: {cgroupOptions: {mountMode: ReadOnly}}}
          - {name: other, image: a, securityContext: {cgroupOptions: {mountMode: Writable}}}
        """,
        run.out());
    assertTrue(run.err().contains("says ReadOnly already"), run::err);
    assertTrue(run.err().contains("spec.overhead: was that of the class"), run::err);
  }

  @Test
  void whatCannotBeRewrittenIsToldAndNothingIsWritten() throws IOException {
    files().write("in/deployment.yaml", DEPLOYMENT);
    files()
        .write(
            "in/ray.yaml",
            """
        apiVersion: ray.io/v1
        kind: RayCluster
        metadata: {name: r}
        spec:
          headGroupSpec:
            template:
              spec:
                runtimeClassName: writable
                containers: [{name: head, image: a}]
        """);
    files()
        .write(
            "in/privileged.yaml",
            """
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec:
          runtimeClassName: writable
          containers:
          - name: main
            image: a
            securityContext: {privileged: true}
        """);
    CommandRun run =
        migrate("in", "--runtime-class", "writable", "--output", folder.resolve("out").toString());
    assertEquals(1, run.exitCode());
    assertFalse(Files.exists(folder.resolve("out")));
    assertTrue(run.err().contains("ray.yaml:1: a RayCluster names such a RuntimeClass"), run::err);
    assertTrue(
        run.err()
            .contains(
                "privileged.yaml:9: spec.containers[0].securityContext.privileged: a privileged"),
        run::err);
  }

  /// As the recipe for Ray has it.
  @Test
  void aKindOfUnknownShapeThatAsksByTheLabelIsToldUntilItHasTheField() throws IOException {
    String ray =
        """
        apiVersion: ray.io/v1
        kind: RayCluster
        metadata: {name: r}
        spec:
          headGroupSpec:
            template:
              metadata: {labels: {cgrant.io/writable-cgroup: "true"}}
              spec:
                containers: [{name: head, image: a}]
        """;
    files().write("ray.yaml", ray);
    CommandRun run = migrate("ray.yaml");
    assertEquals(1, run.exitCode(), run::err);
    assertEquals("", run.out());
    assertTrue(run.err().contains("ray.yaml:1: a RayCluster asks by the label, and"), run::err);

    String field = "image: a, securityContext: {cgroupOptions: {mountMode: Writable}}";
    files().write("ray.yaml", ray.replace("image: a", field));
    run = migrate("ray.yaml");
    assertEquals(0, run.exitCode(), run::err);

    files().write("ray.yaml", ray.replace("\"true\"", "\"false\""));
    assertEquals(0, migrate("ray.yaml").exitCode());
  }

  @Test
  void whatHasNothingToDoWithItIsPrintedAsItIs() {
    String text =
        """
        # gVisor
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec:
          runtimeClassName: gvisor
          containers: [{name: main, image: a}]
        """;
    assertEquals(new CommandRun(0, text, ""), CommandRun.withInput(text, "migrate", "-"));
  }

  @Test
  void whatCannotBeReadIsTold() throws IOException {
    files().write("bad.yaml", "kind: [");
    CommandRun run = migrate("bad.yaml");
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains("bad.yaml:"), run::err);
    CommandRun none = migrate("none.yaml");
    assertEquals(2, none.exitCode());
    assertTrue(none.err().contains("none.yaml: does not exist; check the path"), none::err);
  }

  /// The command before us in the pipe may have failed.
  @Test
  void nothingToReadIsNoSuccess() throws IOException {
    CommandRun piped = CommandRun.withInput("", "migrate", "-");
    assertEquals(
        new CommandRun(2, "", "cgrant: no object found in standard input; nothing was rewritten\n"),
        piped);
    files().write("empty.yaml", "# nothing\n---\n");
    assertEquals(2, migrate("empty.yaml").exitCode());
    Files.createDirectory(folder.resolve("in"));
    CommandRun run = migrate("in", "--output", folder.resolve("out").toString());
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("no object found in " + folder.resolve("in")), run::err);
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void whatStandsThereIsLostOnlyToWhatIsWrittenWhole() throws IOException {
    files().write("a.yaml", POLICY);
    files().write("b/c.yaml", POLICY);
    files().write("out/a.yaml", "# mine");
    files().write("out/b", "# no folder");
    CommandRun run = migrate("", "--output", folder.resolve("out").toString());
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains("c.yaml cannot be written"), run::err);
    assertEquals("# mine", files().read("out/a.yaml"));
  }

  @Test
  void twoFilesOfOneNameAreNotWrittenOverEachOther() throws IOException {
    files().write("a/p.yaml", POLICY);
    files().write("b/p.yaml", POLICY);
    CommandRun run =
        CommandRun.of(
            "migrate",
            folder.resolve("a").toString(),
            folder.resolve("b").toString(),
            "--output",
            folder.resolve("out").toString());
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("would be written over"), run::err);
  }

  private CommandRun migrate(String path, String... options) {
    String[] words = new String[options.length + 2];
    words[0] = "migrate";
    words[1] = folder.resolve(path).toString();
    System.arraycopy(options, 0, words, 2, options.length);
    return CommandRun.of(words);
  }

  private CommandRun check(String path) {
    String files = folder.resolve(path).toString();
    return CommandRun.of("check", "-p", files, files);
  }

  private WrittenFolder files() {
    return new WrittenFolder(folder);
  }
}
