// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cgrant.delegation.ContainerdRelease;
import io.cgrant.delegation.Release;
import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.Finding;
import io.cgrant.doctor.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the doctor says of a node's files, beside what the node's own containerd makes of them.
@ExtendWith(NodesExtension.class)
final class DoctorOnNodeIT {

  private static final Set<Concern> OF_CONFIGURATION =
      Set.of(
          Concern.RuntimeConfiguration,
          Concern.ConfigurationVersions,
          Concern.Imports,
          Concern.WritableHandlers,
          Concern.DefaultHandler,
          Concern.CgroupDriver,
          Concern.VoidUsers,
          Concern.BaseSpec,
          Concern.RuntimePrograms,
          Concern.PassedAnnotations);

  /// The node that all other tests use: our drop-ins, and each once more with something taken out.
  @Test
  void ofTheNodeThatRunsItFindsWhatIsWrongThereAndNothingElse(Node node) {
    List<String> found = found(DumpedNode.examined(node.root()));
    var wrong = new ArrayList<String>();
    wrong.add(
        "Warning VoidUsers runtimes.cgroup-writable with crun and the driver cgroupfs a grant");
    for (OciRuntime runtime : OciRuntime.values()) {
      String where = "runtimes." + runtime.unbounded() + " ";
      wrong.add("Error WritableHandlers " + where + "it mounts the cgroup writable and is none of");
      wrong.add("Warning BaseSpec " + where + "it has no base_runtime_spec");
      for (String handler : List.of(runtime.writable(), runtime.unbounded())) {
        wrong.add(
            "Warning VoidUsers runtimes.%s with %s and the driver cgroupfs a grant is void to"
                .formatted(handler, runtime.plain()));
      }
    }
    assertEquals(wrong.size(), found.size(), found::toString);
    for (String each : wrong) {
      assertTrue(found.stream().anyMatch(f -> f.startsWith(each)), () -> each + " in " + found);
    }
  }

  /// A drop-in that comes after the start of the containerd that runs there.
  @Test
  void whatTheRunningContainerdHasNotLoadedIsFound(Node node) {
    String late = "/etc/containerd/conf.d/99-late.toml";
    assertEquals(List.of(), changed(node));
    // Later than the two seconds that the doctor is not sure of.
    node.run("sleep 3; grep ^version /etc/containerd/config.toml >" + late).orThrow();
    try {
      List<String> found = changed(node);
      assertEquals(1, found.size(), found::toString);
      assertTrue(
          found.getFirst().startsWith("Warning Loaded " + late + " it was changed at"),
          found::toString);
    } finally {
      node.run("rm " + late).orThrow();
    }
  }

  /// But for the main file, which another test takes away for a moment.
  private static List<String> changed(Node node) {
    return DumpedNode.examined(node.root()).findings().stream()
        .filter(f -> f.concern() == Concern.Loaded)
        .filter(f -> f.severity() != Severity.Ok && !f.where().equals(DumpedNode.MAIN))
        .map(DoctorOnNodeIT::said)
        .toList();
  }

  @Test
  void ofOurFilesItFindsNothing(Node node) {
    for (int version : versions(node)) {
      DumpedNode well = DumpedNode.of(node, "well-" + version, version, version);
      assertEquals(List.of(), found(well.examined()));
      assertTrue(well.dump().orThrow().contains("cgroup_writable = true"));
    }
  }

  /// Every pair of versions: a file as the main one, and our drop-in for the same or another.
  @TestFactory
  Stream<DynamicTest> loadsWhatContainerdLoads(Node node) {
    return Stream.of(2, 3, 4)
        .flatMap(
            main ->
                Stream.of(2, 3, 4)
                    .map(
                        dropIn ->
                            dynamicTest(
                                main + " and " + dropIn, () -> assertRead(node, main, dropIn))));
  }

  private static void assertRead(Node node, int main, int dropIn) {
    DumpedNode pair = DumpedNode.of(node, "pair-" + main + "-" + dropIn, main, dropIn);
    Said dump = pair.dump();
    List<String> found = found(pair.examined());
    boolean isWrong = found.stream().anyMatch(f -> f.startsWith("Error ConfigurationVersions"));
    if (!dump.succeeded()) {
      assertTrue(isWrong, () -> "containerd does not take it, and the doctor found " + found);
      return;
    }
    assertEquals(pair.said(dump.output()), pair.read(), dump::output);
    boolean isJoined =
        Set.of("runc", "plain", "cgroup-writable").equals(pair.read().handlers().keySet());
    assertEquals(!isJoined, isWrong, found::toString);
  }

  @Test
  void aDropInThatSaysFalseIsFound(Node node) {
    DumpedNode bent = bent(node, "false");
    bent.edit(DumpedNode.DROP_IN, "cgroup_writable = true", "cgroup_writable = false");
    assertEquals(bent.said(bent.dump().orThrow()), bent.read());
    assertOne(
        bent,
        "Error WritableHandlers runtimes.cgroup-writable it is gated and mounts the cgroup read-only");
  }

  @Test
  void aBaseSpecThatIsMissingIsFound(Node node) {
    DumpedNode bent = bent(node, "base");
    bent.delete(DumpedNode.BASE_SPEC);
    assertOne(
        bent,
        "Error BaseSpec runtimes.cgroup-writable /etc/containerd/cgroup-writable-base.json is not"
            + " there: containerd refuses its whole CRI plugin");
  }

  @Test
  void aDropInThatNothingImportsIsFoundAndNotLoaded(Node node) {
    DumpedNode bent = bent(node, "imports");
    bent.edit(DumpedNode.MAIN, "imports = [\"conf.d/*.toml\"]\n", "");
    String dump = bent.dump().orThrow();
    assertFalse(dump.contains("runtimes.cgroup-writable"), dump);
    assertEquals(bent.said(dump), bent.read());
    List<String> found = found(bent.examined());
    assertTrue(
        found.stream().anyMatch(f -> f.startsWith("Error Imports " + DumpedNode.DROP_IN)),
        found::toString);
  }

  /// Though what `containerd config default` prints from 2.2 on names the folder.
  @Test
  void withoutAMainFileNoDropInIsLoaded(Node node) {
    String dump =
        node.run(
                """
                mv /etc/containerd/config.toml /run/config.kept
                containerd config dump 2>/dev/null
                mv /run/config.kept /etc/containerd/config.toml
                """)
            .orThrow();
    assertFalse(dump.contains("cgroup-writable"), dump);
  }

  private static DumpedNode bent(Node node, String name) {
    int version = versions(node).getLast();
    return DumpedNode.of(node, name, version, version);
  }

  private static void assertOne(DumpedNode bent, String begins) {
    List<String> found = found(bent.examined());
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().startsWith(begins), found::toString);
  }

  /// That its containerd reads.
  private static List<Integer> versions(Node node) {
    Release release = Release.read(node.versions().get("containerd")).orElseThrow();
    return ContainerdRelease.mixesVersions(release) ? List.of(2, 3, 4) : List.of(2, 3);
  }

  /// Of its configuration: how the kernel of whoever runs this mounts cgroups is not our business.
  private static List<String> found(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .filter(f -> OF_CONFIGURATION.contains(f.concern()))
        .filter(f -> f.severity() == Severity.Error || f.severity() == Severity.Warning)
        .map(DoctorOnNodeIT::said)
        .collect(Collectors.toList());
  }

  private static String said(Finding finding) {
    return finding.severity()
        + " "
        + finding.concern()
        + " "
        + finding.where()
        + " "
        + finding.what();
  }
}
