// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.OciRuntime;
import io.cgrant.delegation.Ownership;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeFilesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.1.9 | 2 | version = 2 |"
            + " [plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.cgroup-writable]",
        "2.1.9 | 3 | version = 3 |"
            + " [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.cgroup-writable]",
        "2.2.0 | 3 | version = 3 |"
            + " [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.cgroup-writable]",
        "2.3.1 | 4 | version = 4 |"
            + " [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.cgroup-writable]",
        "2.4   | 4 | version = 4 |"
            + " [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.cgroup-writable]"
      })
  void aDropInHasTheVersionAndThePluginOfTheMainFile(
      String release, int config, String version, String table) {
    assertEquals(
        List.of(
            version,
            table,
            "runtime_type = \"io.containerd.runc.v2\"",
            "cgroup_writable = true",
            "base_runtime_spec = \"/etc/containerd/cgroup-writable-base.json\"",
            table.replace("]", ".options]"),
            "SystemdCgroup = true"),
        settings(Orders.containerd(release, config)));
  }

  @Test
  void withoutAVersionItIsTheOneThatIsRightBesideEveryMainFile() {
    for (String release : List.of("2.3", "2.4")) {
      assertEquals("version = 2", settings(ofNoConfig(release)).getFirst());
    }
  }

  /// The wrong one costs the node its CRI, or is ignored.
  @Test
  void whereNoneIsRightBesideEveryMainFileItMustBeSaid() {
    for (String release : List.of("2.1", "2.1.9", "2.2.9")) {
      List<String> reasons = refusal(ofNoConfig(release));
      assertEquals(1, reasons.size(), reasons::toString);
      assertTrue(reasons.getFirst().endsWith("--config-version 2 or 3"), reasons::toString);
      assertTrue(reasons.getFirst().contains("containerd " + release + " ignores"));
    }
  }

  private static Order ofNoConfig(String release) {
    return Orders.containerd(release, OciRuntime.runc, CgroupDriver.systemd, OptionalInt.empty());
  }

  @Test
  void anotherOciRuntimeIsNamedAndTheDriverIsTheKubelets() {
    Order order =
        Orders.containerd("2.1", OciRuntime.crun, CgroupDriver.cgroupfs, OptionalInt.of(3));
    List<String> settings = settings(order);
    assertEquals(
        List.of("BinaryName = \"crun\"", "SystemdCgroup = false"),
        settings.subList(settings.size() - 2, settings.size()));
  }

  /// Whoever mixes versions before 2.3 loses the CRI section of the main file, or the drop-in; from
  /// then on containerd does not start beside a main file of a lower version.
  @Test
  void aDropInSaysWhatTheMainFileMustSay() {
    assertTrue(dropIn(Orders.containerd("2.2", 3)).contains("says `version = 3`, as this file"));
    assertTrue(dropIn(Orders.containerd("2.2", 2)).contains("ignored in silence"));
    assertTrue(dropIn(Orders.containerd("2.3", 2)).contains("right beside all of them"));
    assertTrue(dropIn(Orders.containerd("2.3", 4)).contains("or 2.3.0 to 2.3.4 do not start"));
  }

  @Test
  void theBaseSpecificationBoundsAndLimitsNothingElse() throws IOException {
    JsonNode spec = new JsonMapper().readTree(text(Orders.containerd("2.1", 3), BaseSpec.FILE));
    JsonNode unified = spec.at("/linux/resources/unified");
    assertEquals("250", unified.path("cgroup.max.descendants").asText());
    assertEquals("50", unified.path("cgroup.max.depth").asText());
    // containerd would keep them, and give every container 1024 open files.
    assertFalse(spec.path("process").has("rlimits"));
    assertFalse(spec.path("linux").has("cgroupsPath"));
    assertEquals(14, spec.at("/process/capabilities/bounding").size());
    assertEquals(
        spec.at("/process/capabilities/bounding"), spec.at("/process/capabilities/effective"));
    assertEquals(7, spec.path("mounts").size());
    assertEquals("1.2.1", spec.path("ociVersion").asText());
  }

  @Test
  void criOTakesTheNameOfTheAnnotationThatItKnows() {
    assertEquals(
        List.of(
            "[crio.runtime.runtimes.cgroup-writable]",
            "inherit_default_runtime = true",
            "[crio.runtime.runtimes.cgroup-writable.default_annotations]",
            "\"io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw\" = \"true\""),
        settings(Orders.crio("1.34.2", CrioForm.handler)));
    assertTrue(
        settings(Orders.crio("1.35", CrioForm.handler))
            .contains("\"cgroup2-mount-hierarchy-rw.crio.io\" = \"true\""));
  }

  /// Each name must be allowed by itself, so that pods of both generations are heeded.
  @Test
  void criOsAnnotationFormAllowsEveryNameOfTheRelease() {
    assertEquals(
        List.of(
            "[crio.runtime.runtimes.cgroup-writable]",
            "runtime_path = \"/usr/bin/crun\"",
            "runtime_type = \"oci\"",
            "runtime_root = \"/run/crun\"",
            "allowed_annotations = [\"io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw\"]"),
        settings(Orders.crio("1.31", CrioForm.annotation)));
    assertEquals(
        "allowed_annotations = [\"cgroup2-mount-hierarchy-rw.crio.io\","
            + " \"io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw\"]",
        settings(Orders.crio("1.36", CrioForm.annotation)).getLast());
  }

  @Test
  void criOsWorkloadNeedsNoRuntimeClass() {
    Order order = Orders.crio("1.36", CrioForm.workload);
    assertEquals(
        List.of(
            "[crio.runtime.workloads.cgroup-writable]",
            "activation_annotation = \"cgroup-writable.cgrant.io\""),
        settings(order).subList(0, 2));
    assertEquals(
        List.of(CrioDropIn.FILE, "cgroup-writable-bound.json", "init-bound.json"),
        files(order).stream().map(NodeFile::path).toList());
  }

  /// By either name of the annotation, and for what CRI-O takes for systemd without one.
  @Test
  void criOsHooksBoundWhoeverIsWritable() throws IOException {
    Order order = Orders.crio("1.36", CrioForm.handler);
    JsonNode annotated = new JsonMapper().readTree(text(order, "cgroup-writable-bound.json"));
    Map.Entry<String, JsonNode> when =
        annotated.at("/when/annotations").properties().iterator().next();
    for (String name : CrioLine.names(order.release())) {
      assertTrue(name.matches(when.getKey()), when::getKey);
      assertFalse(name.replace('.', '-').matches(when.getKey()), when::getKey);
    }
    assertEquals("^true$", when.getValue().asText());
    JsonNode init = new JsonMapper().readTree(text(order, "init-bound.json"));
    assertEquals("/sbin/init", init.at("/when/commands/0").asText());
    for (JsonNode hook : List.of(annotated, init)) {
      assertEquals("[\"createRuntime\"]", hook.path("stages").toString());
      String script = hook.at("/hook/args/2").asText();
      assertTrue(script.contains("echo 250 >$cgroup/cgroup.max.descendants"), script);
      assertTrue(script.endsWith("echo 50 >$cgroup/cgroup.max.depth"), script);
    }
  }

  /// A pod writes annotations; what the runtime says of a process stands beside them.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\",\"pid\":42,\"annotations\":{\"pid\":\"7\",\"a\":\"\\\"pid\\\": 8\"}}",
        "{\n  \"id\": \"a\",\n  \"pid\": 42,\n  \"annotations\": {\n    \"pid\": \"7\"\n  }\n}"
      })
  void aHookReadsTheNumberOfTheProcess(String state) throws IOException, InterruptedException {
    String script =
        new JsonMapper()
            .readTree(text(Orders.crio("1.36", CrioForm.handler), "init-bound.json"))
            .at("/hook/args/2")
            .asText();
    String first = script.substring(0, script.indexOf(';'));
    Process sh = new ProcessBuilder("sh", "-ec", first + "; echo $process").start();
    try (var input = sh.getOutputStream()) {
      input.write(state.getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(
        "42", new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    assertEquals(0, sh.waitFor());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.0.7  | does not know cgroup_writable, which came with 2.1",
        "1.7.24 | does not know cgroup_writable, which came with 2.1",
        "2.5    | containerd 2.5 is newer than what this cgrant knows, which ends with 2.4",
        "3.0    | containerd 3.0 is newer than what this cgrant knows"
      })
  void anUnknownReleaseIsRefused(String release, String reason) {
    Order order =
        Orders.containerd(release, OciRuntime.runc, CgroupDriver.systemd, OptionalInt.empty());
    assertEquals(1, refusal(order).size());
    assertTrue(refusal(order).getFirst().contains(reason), refusal(order)::toString);
  }

  @ParameterizedTest
  @CsvSource({"2.1, 4", "2.2, 4", "2.3, 5", "2.1, 1"})
  void aVersionThatTheReleaseDoesNotReadIsRefused(String release, int config) {
    String reason = refusal(Orders.containerd(release, config)).getFirst();
    assertTrue(reason.contains("reads configuration of version [2, 3"), reason);
    assertTrue(reason.contains("and not " + config), reason);
  }

  @Test
  void aNodeWithCgroupV1IsRefusedWithWhatWouldBecomeOfIt() {
    Order two = Orders.containerd("2.1", 3);
    assertTrue(refusal(onV1(two)).getFirst().contains("without its whole CRI plugin"));
    Order crio = Orders.crio("1.36", CrioForm.handler);
    assertTrue(refusal(onV1(crio)).getFirst().contains("every grant would be void"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.22 | annotation | does not know the annotation for a writable cgroup",
        "1.31 | handler    | take --form annotation",
        "1.38 | handler    | newer than what this cgrant knows, which ends with 1.37"
      })
  void criOIsRefusedWhatItDoesNotKnow(String release, CrioForm form, String reason) {
    List<String> reasons = refusal(Orders.crio(release, form));
    assertEquals(1, reasons.size());
    assertTrue(reasons.getFirst().contains(reason), reasons::toString);
  }

  /// The table of who can write, from the measurement.
  @Test
  void whoCannotWriteIsToldBefore() {
    var told = new TreeMap<String, String>();
    for (OciRuntime runtime : OciRuntime.values()) {
      for (CgroupDriver driver : CgroupDriver.values()) {
        told.put(runtime + " " + driver, Ownership.words(Ownership.shutOut(runtime, driver)));
      }
    }
    assertEquals(
        Map.of(
            "runc systemd", "",
            "runc cgroupfs",
                "a user other than root, root with hostUsers: false, a user other than root with"
                    + " hostUsers: false",
            "crun systemd", "a user other than root, a user other than root with hostUsers: false",
            "crun cgroupfs",
                "a user other than root, a user other than root with hostUsers: false"),
        told);
    Order order =
        Orders.containerd("2.1.9", OciRuntime.runc, CgroupDriver.cgroupfs, OptionalInt.of(3));
    assertTrue(warnings(order).getFirst().contains("a grant is void for a user other than root"));
    assertTrue(dropIn(order).contains("# Void for a user other than root"));
  }

  /// With crun, which CRI-O takes by itself, other users would have nothing of it.
  @Test
  void anotherProgramThanCrioTakesByItselfIsWantedOfTheNode() {
    for (CrioForm form : CrioForm.values()) {
      Order order = withRunc(Orders.crio("1.34", form), Optional.empty());
      boolean isHandlers = form != CrioForm.workload;
      assertEquals(
          isHandlers, text(order, CrioDropIn.FILE).contains("# - default_runtime = \"runc\" in"));
      assertEquals(
          isHandlers,
          warnings(order).stream().anyMatch(w -> w.contains("see that it is runc, or")));
    }
    Order named = withRunc(Orders.crio("1.34", CrioForm.handler), Optional.of("/opt/runc"));
    assertTrue(text(named, CrioDropIn.FILE).contains("runtime_path = \"/opt/runc\""));
    for (Order order : List.of(named, Orders.crio("1.34", CrioForm.handler))) {
      assertFalse(text(order, CrioDropIn.FILE).contains("default_runtime = \""));
      assertTrue(warnings(order).stream().noneMatch(w -> w.contains("default_runtime")));
    }
  }

  private static Order withRunc(Order order, Optional<String> binary) {
    return new Order(
        order.runtime(),
        order.release(),
        OciRuntime.runc,
        order.driver(),
        order.cgroup(),
        order.configVersion(),
        order.form(),
        binary,
        order.bound(),
        order.place());
  }

  @ParameterizedTest
  @CsvSource({"2.1.6, true", "2.1.7, false", "2.2.2, true", "2.2.3, false", "2.1, false"})
  void aReleaseThatLosesNsdelegateIsTold(String release, boolean loses) {
    assertEquals(
        loses,
        warnings(Orders.containerd(release, 3)).stream().anyMatch(w -> w.contains("nsdelegate")));
  }

  @Test
  void theRuntimeClassNamesTheHandlerTheNodesAndWhatIsSetAside() {
    String text = text(Orders.containerd("2.1", 3), ClusterFiles.CLASS_FILE);
    assertTrue(text.contains("\nhandler: cgroup-writable\n"), text);
    assertTrue(text.contains("cgrant.io/gated: \"true\""), text);
    assertTrue(text.contains("    memory: 96Mi\n"), text);
    assertTrue(text.contains("    cgrant.io/cgroup-writable: \"true\"\n"), text);
  }

  @Test
  void whatWouldEndUpElsewhereInAFileIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> place("a\"b", "k=v", "1Mi"));
    assertThrows(IllegalArgumentException.class, () -> place("/etc/a\nb", "k=v", "1Mi"));
    assertThrows(IllegalArgumentException.class, () -> place("/etc/a/", "k=v", "1Mi"));
    assertThrows(IllegalArgumentException.class, () -> place("/etc/a", "k: v", "1Mi"));
    assertThrows(IllegalArgumentException.class, () -> place("/etc/a", "k=v", "1"));
    assertThrows(IllegalArgumentException.class, () -> new Bound(0, 1));
  }

  private static Place place(String baseSpec, String label, String overhead) {
    return new Place("h", "c", baseSpec, Optional.of(label), Optional.of(overhead));
  }

  private static Order onV1(Order order) {
    return new Order(
        order.runtime(),
        order.release(),
        order.ociRuntime(),
        order.driver(),
        CgroupVersion.v1,
        order.configVersion(),
        order.form(),
        order.binary(),
        order.bound(),
        order.place());
  }

  private static List<String> refusal(Order order) {
    return assertInstanceOf(Delivery.Refused.class, NodeFiles.of(order)).reasons();
  }

  private static List<String> warnings(Order order) {
    return assertInstanceOf(Delivery.Files.class, NodeFiles.of(order)).warnings();
  }

  private static List<NodeFile> files(Order order) {
    return assertInstanceOf(Delivery.Files.class, NodeFiles.of(order)).files();
  }

  private static String text(Order order, String path) {
    return files(order).stream()
        .filter(file -> file.path().equals(path))
        .findFirst()
        .orElseThrow()
        .text();
  }

  private static String dropIn(Order order) {
    return files(order).getFirst().text();
  }

  /// Without what is said about them.
  private static List<String> settings(Order order) {
    var settings = new ArrayList<String>();
    dropIn(order)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(settings::add);
    return settings;
  }
}
