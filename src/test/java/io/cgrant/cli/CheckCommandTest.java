// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.file.ManifestFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class CheckCommandTest {

  private static final String POLICIES = "docs/tutorial/policies";
  private static final String CLUSTER = "docs/tutorial/cluster";
  private static final String PODS = "docs/tutorial/pods";

  @TempDir Path folder;

  private static CommandRun check(String... more) {
    var args = new ArrayList<>(List.of("check", "-p", POLICIES, "-n", CLUSTER));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return new JsonMapper().readTree(run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "granted.yaml, Granted, 0",
    "no-limits.yaml, Refused, 1",
    "sys-admin-in-init.yaml, Refused, 1",
    "class-by-hand.yaml, Refused, 1",
    "privileged.yaml, Refused, 1",
    "ordinary.yaml, NotAsked, 0",
    "opted-out.yaml, NotAsked, 0"
  })
  void judgesTheTutorialsPods(String pod, String verdict, int exitCode) throws IOException {
    var run = check("-o", "json", PODS + "/" + pod);
    assertEquals(verdict, json(run).at("/0/verdict").asText());
    assertEquals(exitCode, run.exitCode(), run.err());
  }

  @Test
  void namesFileLinePathAndPolicyOfEachFinding() {
    var run = check(PODS + "/no-limits.yaml");
    assertTrue(
        run.out().startsWith("docs/tutorial/pods/no-limits.yaml:2: Pod ml/no-limits: Refused\n"),
        run.out());
    assertTrue(
        run.out()
            .contains(
                "  docs/tutorial/pods/no-limits.yaml:11:"
                    + " spec.containers[0].resources.limits.memory: "),
        run.out());
    assertTrue(run.out().contains("(policy ray)\n"), run.out());
    assertTrue(run.out().endsWith("1 object: 1 Refused\n"), run.out());
    assertFalse(run.out().contains("\u001B"), "no colours off a terminal");
  }

  @Test
  void writesTheAgreedJson() throws IOException {
    var granted = json(check("-o", "json", PODS + "/granted.yaml")).get(0);
    assertEquals(
        List.of("file", "line", "object", "verdict", "policy", "findings"),
        granted.properties().stream().map(e -> e.getKey()).toList());
    assertEquals("ray", granted.get("policy").asText());
    var finding = json(check("-o", "json", PODS + "/no-limits.yaml")).at("/0/findings/0");
    assertEquals(
        List.of("policy", "path", "line", "reason", "detail"),
        finding.properties().stream().map(e -> e.getKey()).toList());
  }

  @Test
  void writesTheSameAsYaml() throws IOException {
    var json = json(check("-o", "json", PODS));
    String yaml = check("-o", "yaml", PODS).out();
    assertEquals(json.toString(), readBack(yaml).toString());
  }

  /// As the value of a field, since a file holds objects.
  private static JsonNode readBack(String yaml) {
    String indented = yaml.indent(2);
    String wrapped = "apiVersion: v1\nkind: Report\nreport:\n" + indented;
    return ManifestFile.read("r.yaml", wrapped.getBytes(StandardCharsets.UTF_8))
        .getFirst()
        .tree()
        .get("report");
  }

  @Test
  void writesOneJunitTestCaseForEachObject() throws Exception {
    var run = check("-o", "junit", PODS, file("broken.yaml", "a: [\n"));
    var suite =
        (Element)
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(run.out())))
                .getElementsByTagName("testsuite")
                .item(0);
    assertEquals("8", suite.getAttribute("tests"));
    assertEquals("4", suite.getAttribute("failures"));
    assertEquals("1", suite.getAttribute("errors"));
    assertEquals(8, suite.getElementsByTagName("testcase").getLength());
    assertEquals(4, suite.getElementsByTagName("failure").getLength());
    assertEquals(2, run.exitCode());
  }

  @Test
  void writesSarifThatPointsAtLines() throws IOException {
    var run = json(check("-o", "sarif", PODS + "/sys-admin-in-init.yaml")).at("/runs/0");
    var result = run.at("/results/0");
    assertEquals("cgrant", run.at("/tool/driver/name").asText());
    assertEquals(run.at("/tool/driver/rules/0/id").asText(), result.get("ruleId").asText());
    assertEquals("error", result.get("level").asText());
    var place = result.at("/locations/0/physicalLocation");
    assertEquals(
        "docs/tutorial/pods/sys-admin-in-init.yaml", place.at("/artifactLocation/uri").asText());
    assertEquals(20, place.at("/region/startLine").asInt());
  }

  @Test
  void namesWhatHoldsContainersAndIsOfAKindItDoesNotRead() {
    var run =
        CommandRun.withInput(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: s}
            ---
            apiVersion: apps.kruise.io/v1alpha1
            kind: CloneSet
            metadata: {name: c}
            spec: {template: {spec: {containers: [{name: c}]}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: ml}
            spec: {containers: [{name: c}]}
            """,
            "check",
            "-p",
            POLICIES,
            "-n",
            CLUSTER,
            "-");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        "cgrant: <stdin>:5: not judged: where a CloneSet keeps its pod, cgrant does not know; its"
            + " pods are judged when they are made\n",
        run.err());
  }

  @Test
  void readsStandardInputAndTemplates() {
    var run =
        CommandRun.withInput(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: d}
            spec:
              template:
                metadata: {labels: {cgrant.io/writable-cgroup: "true"}}
                spec:
                  containers: [{name: c}]
            """,
            "check",
            "-p",
            POLICIES,
            "-n",
            CLUSTER,
            "--namespace",
            "ml",
            "-");
    assertEquals(1, run.exitCode(), run.err());
    assertTrue(run.out().startsWith("<stdin>:1: Deployment ml/d: Refused\n"), run.out());
    assertTrue(
        run.out().contains("<stdin>:8: spec.template.spec.containers[0].resources"), run.out());
  }

  @Test
  void cannotDecideInANamespaceThatNobodyDescribed() throws IOException {
    String pod = Files.readString(Path.of(PODS, "granted.yaml")).replace("namespace: ml", "");
    var run = check("-o", "json", file("pod.yaml", pod));
    assertEquals("Undecided", json(run).at("/0/verdict").asText());
    assertEquals("UnknownNamespace", json(run).at("/0/findings/0/reason").asText());
    assertTrue(json(run).at("/0/findings/0/detail").asText().contains("\"default\"; give one"));
    assertEquals(1, run.exitCode());
  }

  @Test
  void usesWhatStandsBesideThePodsWithoutACluster() throws IOException {
    String beside =
        Files.readString(Path.of(CLUSTER, "namespaces.yaml"))
            + "---\n"
            + Files.readString(Path.of(CLUSTER, "runtime-class.yaml"))
            + "---\n"
            + Files.readString(Path.of(PODS, "granted.yaml"));
    var run = CommandRun.of("check", "-p", POLICIES, file("all.yaml", beside));
    assertTrue(run.out().contains("Granted by policy ray"), run.out());
    assertEquals(0, run.exitCode());
  }

  @Test
  void takesNoPolicyFromTheFilesToJudge() throws IOException {
    String all =
        Files.readString(Path.of(POLICIES, "ray.yaml"))
            + "---\n"
            + Files.readString(Path.of(PODS, "granted.yaml"));
    var run = CommandRun.of("check", "-p", CLUSTER, "-n", CLUSTER, file("all.yaml", all));
    assertTrue(run.out().contains("Refused"), run.out());
    assertTrue(run.err().contains("no WritableCgroupPolicy found"), run.err());
  }

  /// As the API server would, where the policy is stored.
  @Test
  void warnsOfAPolicyThatSeldomIsMeant() throws IOException {
    String loose =
        Files.readString(Path.of(POLICIES, "ray.yaml"))
            .replace(
                "seccomp: [RuntimeDefault, Localhost]",
                "podSecurity: Restricted\n    seccomp: [RuntimeDefault, Unconfined]");
    var run =
        CommandRun.of(
            "check", "-p", file("loose.yaml", loose), "-n", CLUSTER, PODS + "/granted.yaml");
    String told = "loose.yaml:28: spec.require.podSecurity: what has a field of its own";
    assertTrue(run.err().startsWith("cgrant: warning: "), run.err());
    assertTrue(run.err().contains(told), run.err());
    assertEquals(0, run.exitCode());
    assertEquals("", check(PODS + "/granted.yaml").err());
  }

  @Test
  void gatesOnlyTheHandlersItIsTold() {
    assertEquals(0, check("--gated-handlers", "other", PODS + "/class-by-hand.yaml").exitCode());
    CommandRun wrong = check("--gated-handlers", "It's", PODS + "/class-by-hand.yaml");
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.err().contains("--gated-handlers: "), wrong::err);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apiVersion: v1\\nkind: Pod\\nspec: {hostUsers: 5}|:3: spec.hostUsers: ",
        "a: [|: not readable as YAML: ",
        "kind: Pod|:1: not a Kubernetes object"
      })
  void exitsWith2WhereAFileDoesNotRead(String text, String problem) throws IOException {
    var run = check(file("pod.yaml", text.replace("\\n", "\n")), PODS + "/granted.yaml");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains(problem), run.err());
    assertTrue(run.out().contains("Granted by policy ray"), "the rest is judged all the same");
  }

  @Test
  void exitsWith2ForAnInvalidPolicyAPathThatIsNotThereAndABadOption() throws IOException {
    String policy =
        Files.readString(Path.of(POLICIES, "ray.yaml")).replace("[Default]", "[Nonsense]");
    var invalid = CommandRun.of("check", "-p", file("p.yaml", policy), PODS);
    assertEquals(2, invalid.exitCode());
    assertTrue(invalid.err().contains("p.yaml:29: spec.require.procMount"), invalid.err());
    assertEquals("", invalid.out(), "by half the policies there is no verdict");
    var missing = check("nowhere.yaml");
    assertEquals(2, missing.exitCode());
    assertEquals("cgrant: nowhere.yaml: does not exist; check the path\n", missing.err());
    assertEquals(2, check("--nonsense", PODS).exitCode());
    assertEquals(2, check("-o", "xml", PODS).exitCode());
    assertEquals(2, CommandRun.of("check", PODS).exitCode());
  }

  @Test
  void letsNoControlCharacterOfAFileReachTheTerminal() throws IOException {
    String pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: \"a\\e[31m\", namespace: ml,"
            + " labels: {cgrant.io/writable-cgroup: \"true\"}}\nspec: {containers: [{name: \"\\a\"}]}\n";
    var run = check(file("pod.yaml", pod));
    assertTrue(run.out().chars().allMatch(c -> c == '\n' || c >= ' '), run.out());
  }
}
