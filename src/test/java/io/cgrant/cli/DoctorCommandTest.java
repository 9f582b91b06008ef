// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import io.cgrant.doctor.node.NodeFiles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/// `cgrant doctor`, on the files of a node and before a server whose cluster is empty.
final class DoctorCommandTest {

  @TempDir static Path folder;
  @TempDir private Path rootfs;
  private static HttpsServer server;
  private static final Set<String> FORBIDDEN = new HashSet<>();

  @BeforeAll
  static void start() throws Exception {
    server = LocalServer.started(folder, DoctorCommandTest::answer);
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  @BeforeEach
  void prepare() {
    FORBIDDEN.clear();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (FORBIDDEN.contains(path)) {
      LocalServer.reply(exchange, 403, "{\"message\":\"User \\\"a\\\" cannot list resource\"}");
    } else {
      LocalServer.reply(exchange, 200, "{\"items\":[]}");
    }
  }

  @Test
  void aNodeThatIsWellIsExitCodeZero() {
    NodeFiles.well(rootfs);
    var run = doctor("--node", rootfs.toString());
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().startsWith("Ok       CgroupVersion, CgroupDelegation, Kernel"), run.out());
    assertTrue(run.out().endsWith("0 errors, 0 warnings, 0 to know, 15 ok, 0 unseen\n"), run.out());
  }

  @Test
  void whatIsWrongIsSaidWithWhyAndFixAndExitCodeOne() {
    NodeFiles.well(rootfs).edit(NodeFiles.MOUNTS, "rw,nsdelegate", "rw");
    var run = doctor("--node", rootfs.toString());
    assertEquals(1, run.exitCode());
    assertTrue(run.out().contains("\n1 error, 0 warnings, "), run.out());
    List<String> lines = run.out().lines().toList();
    assertEquals("Error    CgroupDelegation: /sys/fs/cgroup", lines.get(0));
    assertEquals("         it is mounted without nsdelegate", lines.get(1));
    assertTrue(lines.get(2).startsWith("         why: Without it, root of a container"));
    assertTrue(lines.get(3).startsWith("         fix: mount -o remount,nsdelegate"));
  }

  @Test
  void whatCouldNotBeSeenIsExitCodeTwo() {
    NodeFiles.well(rootfs).delete(NodeFiles.MOUNTS);
    var run = doctor("--node", rootfs.toString());
    assertEquals(2, run.exitCode());
    assertTrue(run.out().contains("Unseen   what is mounted"), run.out());
  }

  @Test
  void warningsAloneAreExitCodeZero() {
    NodeFiles.well(rootfs).edit(NodeFiles.KERNEL, "6.12.41", "6.1.0");
    var run = doctor("--node", rootfs.toString());
    assertEquals(0, run.exitCode(), run.out());
    assertTrue(run.out().contains("Warning  Kernel"), run.out());
    assertTrue(
        run.out().endsWith("\n0 errors, 1 warning, 0 to know, 14 ok, 0 unseen\n"), run.out());
  }

  /// What was not looked at may be worse than what was.
  @Test
  void whatCouldNotBeSeenGoesBeforeAnError() {
    NodeFiles node = NodeFiles.well(rootfs);
    node.delete("/usr/bin/runc");
    assertEquals(1, doctor("--node", rootfs.toString()).exitCode());
    node.delete(NodeFiles.MOUNTS);
    var run = doctor("--node", rootfs.toString());
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.out().contains("\n1 error, 0 warnings, "), run.out());
    assertTrue(run.out().endsWith(" 1 unseen\n"), run.out());
  }

  @Test
  void jsonAndYamlSayTheSame() throws IOException {
    NodeFiles.well(rootfs).delete("/usr/bin/runc");
    JsonNode json =
        new JsonMapper().readTree(doctor("--node", rootfs.toString(), "-o", "json").out());
    JsonNode found =
        json.path("findings")
            .valueStream()
            .filter(f -> f.path("check").asText().equals("RuntimePrograms"))
            .findFirst()
            .orElseThrow();
    assertEquals("Error", found.path("severity").asText());
    assertEquals("runtimes.runc-cgroup-writable", found.path("where").asText());
    assertEquals("its program /usr/bin/runc is not there", found.path("what").asText());
    assertTrue(!found.path("why").asText().isEmpty() && !found.path("fix").asText().isEmpty());
    assertEquals(0, json.path("unseen").size());
    assertEquals(
        json, new YAMLMapper().readTree(doctor("--node", rootfs.toString(), "-o", "yaml").out()));
  }

  @Test
  void junitIsXmlWithACaseForEach() throws Exception {
    NodeFiles node = NodeFiles.well(rootfs);
    node.delete("/usr/bin/runc");
    node.delete(NodeFiles.MOUNTS);
    Element suite = suite(doctor("--node", rootfs.toString(), "-o", "junit").out());
    assertEquals("cgrant doctor", suite.getAttribute("name"));
    assertEquals("1", suite.getAttribute("failures"));
    assertEquals("1", suite.getAttribute("errors"));
    assertEquals(
        suite.getAttribute("tests"),
        Integer.toString(suite.getElementsByTagName("testcase").getLength()));
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertEquals("its program /usr/bin/runc is not there", failure.getAttribute("message"));
    Element broken = (Element) failure.getParentNode();
    assertEquals("RuntimePrograms", broken.getAttribute("classname"));
  }

  private static Element suite(String xml) throws Exception {
    return (Element)
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)))
            .getElementsByTagName("testsuite")
            .item(0);
  }

  @Test
  void aClusterIsReadAndSomethingIsWrongWithAnEmptyOne() {
    var run = doctorOfCluster();
    assertEquals(1, run.exitCode(), run.err());
    assertTrue(
        run.out().contains("WebhookConfigurations: MutatingWebhookConfiguration/cgrant"),
        run.out());
  }

  @Test
  void whatMayNotBeListedIsNamedAndTheRestIsJudged() {
    FORBIDDEN.add("/api/v1/nodes");
    FORBIDDEN.add("/apis/node.k8s.io/v1/runtimeclasses");
    var run = doctorOfCluster();
    assertEquals(2, run.exitCode());
    assertTrue(
        run.out()
            .contains("does not let /api/v1/nodes?limit=500 be read (403): User \"a\" cannot list"),
        run.out());
    assertTrue(run.out().contains("2 unseen"), run.out());
    assertTrue(run.out().contains("Error    WebhookConfigurations"), run.out());
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertRefused("--proc, --containerd-config", "--proc", "/proc");
    assertRefused("is no folder", "--node", "/none/such");
    assertRefused("are not for --node", "--node", rootfs.toString(), "--cgroup-driver", "systemd");
    assertRefused("for commands that a cgrant answers", "--server", "https://localhost");
    assertRefused("Invalid value", "--cgroup-driver", "none");
  }

  private static void assertRefused(String said, String... words) {
    var run = doctor(words);
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.err().contains(said), run.err());
  }

  /// And not once for each list.
  @Test
  void whereNobodyAnswersThatIsSaidOnce() {
    var run = doctorAt("https://127.0.0.1:1");
    assertEquals(2, run.exitCode());
    assertTrue(
        run.out().contains("Unseen   https://127.0.0.1:1 does not answer (ConnectException)\n"),
        run.out());
    assertTrue(run.out().contains(" 1 unseen"), run.out());
  }

  private static CommandRun doctorOfCluster() {
    return doctorAt(LocalServer.url(server));
  }

  private static CommandRun doctorAt(String server) {
    return doctor(
        "--api-server=" + server,
        "--token-file=" + folder.resolve("token"),
        "--ca-file=" + folder.resolve("ca.crt"));
  }

  private static CommandRun doctor(String... more) {
    return CommandRun.of(
        Stream.concat(Stream.of("doctor"), Stream.of(more)).toArray(String[]::new));
  }
}
