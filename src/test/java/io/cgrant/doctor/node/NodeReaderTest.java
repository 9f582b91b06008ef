// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import static io.cgrant.doctor.Severity.Error;
import static io.cgrant.doctor.Severity.Info;
import static io.cgrant.doctor.Severity.Ok;
import static io.cgrant.doctor.Severity.Warning;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Concern.Place;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.Finding;
import io.cgrant.doctor.Severity;
import io.cgrant.doctor.Told;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A node that is well, and that node with one thing bent.
final class NodeReaderTest {

  private static final Set<Concern> OF_CRIO = Set.of(Concern.CrioAnnotations, Concern.CrioBounds);

  @TempDir private Path folder;

  /// @param said a part of what is found, or of where
  private record Bend(Concern concern, Severity severity, String said, Consumer<NodeFiles> bent) {
    @Override
    public String toString() {
      return concern + ": " + said;
    }
  }

  private static Bend containerd(
      Concern concern, Severity severity, String said, Consumer<NodeFiles> bent) {
    return new Bend(concern, severity, said, bent);
  }

  static Stream<Bend> bends() {
    return Stream.of(ofHost(), ofFiles(), ofHandlers()).flatMap(s -> s);
  }

  private static Stream<Bend> ofHost() {
    return Stream.of(
        containerd(
            Concern.CgroupVersion,
            Error,
            "it is cgroup version 1, and runc-cgroup-writable with cgroup_writable makes containerd"
                + " refuse its whole CRI plugin",
            n ->
                n.write(
                    NodeFiles.MOUNTS,
                    """
                    29 22 0:25 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,mode=755
                    31 29 0:28 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
                    """)),
        containerd(
            Concern.CgroupVersion,
            Error,
            "it is a cgroup hybrid",
            n ->
                n.write(
                    NodeFiles.MOUNTS,
                    """
                    29 22 0:25 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,mode=755
                    30 29 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate
                    31 29 0:28 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
                    """)),
        containerd(
            Concern.CgroupDelegation,
            Error,
            "without nsdelegate",
            n -> n.edit(NodeFiles.MOUNTS, "rw,nsdelegate,memory_recursiveprot", "rw")),
        containerd(
            Concern.Kernel,
            Warning,
            "Linux 6.1.0-39-amd64 is older than 6.3",
            n -> n.write(NodeFiles.KERNEL, "6.1.0-39-amd64\n")),
        containerd(
            Concern.RuntimeVersions,
            Error,
            "containerd 1.7.24 does not know",
            n -> n.edit(NodeFiles.DPKG, "2.1.9+ds1-5", "1.7.24~ds1-6")),
        containerd(
            Concern.RuntimeVersions,
            Warning,
            "containerd 2.2.2: any privileged container strips",
            n -> n.edit(NodeFiles.DPKG, "2.1.9+ds1-5", "2.2.2-1")),
        containerd(
            Concern.RuntimeVersions,
            Warning,
            "1.1.15 makes no user namespaces",
            n -> n.edit(NodeFiles.DPKG, "1.3.6+ds1-1", "1.1.15")),
        containerd(
            Concern.RuntimeVersions,
            Warning,
            "1.8.7 makes no user namespaces",
            n -> n.write("/lib/apk/db/installed", "P:crun\nV:1.8.7-r0\n")),
        containerd(
            Concern.RuntimeVersions, Info, "no package manager", n -> n.delete(NodeFiles.DPKG)),
        containerd(
            Concern.Loaded,
            Warning,
            NodeFiles.DROP_IN + " it was changed at ",
            n -> n.runs("containerd", Instant.EPOCH.plusSeconds(200), "containerd")),
        containerd(
            Concern.RuntimeConfiguration,
            Error,
            "neither containerd nor CRI-O",
            n -> n.delete(NodeFiles.MAIN)),
        containerd(
            Concern.RuntimeConfiguration,
            Error,
            "it is no TOML: line 3",
            n -> n.write(NodeFiles.DROP_IN, "version = 3\nplugins = [\n")),
        containerd(
            Concern.RuntimeConfiguration,
            Error,
            "it is imported and not there",
            n -> n.edit(NodeFiles.MAIN, "conf.d/*.toml", "one.toml")));
  }

  private static Stream<Bend> ofFiles() {
    return Stream.of(
        containerd(
            Concern.ConfigurationVersions,
            Error,
            "it is of version 1",
            n -> n.write(NodeFiles.MAIN, "version = 1\n")),
        containerd(
            Concern.ConfigurationVersions,
            Error,
            "which means 1",
            n -> n.write(NodeFiles.MAIN, "root = \"/var/lib/containerd\"\n")),
        containerd(
            Concern.Imports,
            Error,
            NodeFiles.DROP_IN,
            n -> n.edit(NodeFiles.MAIN, "imports = [", "ignored = [")),
        containerd(
            Concern.Imports,
            Warning,
            "/etc/containerd/conf.d/99-other.toml it is not loaded",
            n -> {
              n.edit(NodeFiles.MAIN, "conf.d/*.toml", "conf.d/50*.toml");
              n.write("/etc/containerd/conf.d/99-other.toml", "version = 3\n");
            }),
        containerd(
            Concern.RuntimeConfiguration,
            Error,
            "/etc/containerd/a?b it is imported and not there",
            n -> n.edit(NodeFiles.MAIN, "/etc/containerd/conf.d/*.toml", "a\\u0000b")),
        containerd(
            Concern.DefaultHandler,
            Error,
            "default_runtime_name is \"gone\"",
            n -> n.edit(NodeFiles.MAIN, "_name = \"plain\"", "_name = \"gone\"")),
        containerd(
            Concern.CgroupDriver,
            Error,
            "the handlers do not agree: plain systemd, runc-cgroup-writable cgroupfs",
            n -> n.edit(NodeFiles.DROP_IN, "SystemdCgroup = true", "")),
        containerd(
            Concern.CgroupDriver,
            Error,
            "cgroupDriver is cgroupfs, and the handlers use systemd",
            n -> n.edit(NodeFiles.KUBELET, "systemd", "cgroupfs")),
        containerd(
            Concern.VoidUsers,
            Warning,
            "with runc and the driver cgroupfs a grant is void to a user other than root, root with"
                + " hostUsers: false, a user other than root with hostUsers: false",
            n -> {
              n.edit(NodeFiles.KUBELET, "systemd", "cgroupfs");
              n.edit(NodeFiles.MAIN, "SystemdCgroup = true", "SystemdCgroup = false");
              n.edit(NodeFiles.DROP_IN, "SystemdCgroup = true", "SystemdCgroup = false");
            }));
  }

  private static Stream<Bend> ofHandlers() {
    return Stream.of(
        containerd(
            Concern.WritableHandlers,
            Error,
            "the default handler mounts the cgroup writable",
            n ->
                n.edit(
                    NodeFiles.MAIN,
                    "\"io.containerd.runc.v2\"",
                    "\"io.containerd.runc.v2\"\ncgroup_writable = true")),
        containerd(
            Concern.WritableHandlers,
            Error,
            "is none of the gated",
            n -> n.edit(NodeFiles.DROP_IN, "runc-cgroup-writable", "fast")),
        containerd(
            Concern.WritableHandlers,
            Error,
            "it is gated and mounts the cgroup read-only",
            n -> n.edit(NodeFiles.DROP_IN, "cgroup_writable = true", "")),
        containerd(
            Concern.WritableHandlers,
            Warning,
            "no handler mounts the cgroup writable",
            n -> n.delete(NodeFiles.DROP_IN)),
        containerd(
            Concern.BaseSpec,
            Warning,
            "it has no base_runtime_spec",
            n -> n.edit(NodeFiles.DROP_IN, "base_runtime_spec", "base_spec")),
        containerd(
            Concern.BaseSpec,
            Error,
            "is not there: containerd refuses its whole CRI plugin",
            n -> n.delete(NodeFiles.BASE_SPEC)),
        containerd(
            Concern.BaseSpec, Error, "it is no JSON", n -> n.write(NodeFiles.BASE_SPEC, "{")),
        containerd(
            Concern.BaseSpec,
            Warning,
            "does not bound cgroup.max.depth",
            n -> n.edit(NodeFiles.BASE_SPEC, "cgroup.max.depth", "cgroup.depth")),
        containerd(
            Concern.BaseSpec,
            Warning,
            "sets cgroup.max.descendants to \"max\"",
            n -> n.edit(NodeFiles.BASE_SPEC, "250", "max")),
        containerd(
            Concern.BaseSpec,
            Info,
            "to 1000, above the 250",
            n -> n.edit(NodeFiles.BASE_SPEC, "250", "1000")),
        containerd(
            Concern.RuntimePrograms,
            Error,
            "/usr/bin/runc is not there",
            n -> n.delete("/usr/bin/runc")),
        containerd(
            Concern.PassedAnnotations,
            Error,
            "passes \"org.systemd.*\" on",
            n ->
                n.edit(
                    NodeFiles.DROP_IN,
                    "cgroup_writable = true",
                    "cgroup_writable = true\npod_annotations = [\"org.systemd.*\"]")));
  }

  @ParameterizedTest
  @MethodSource("bends")
  void whatIsBentIsFound(Bend bend) {
    NodeFiles node = NodeFiles.well(folder);
    bend.bent().accept(node);
    Diagnosis diagnosis = node.examined();
    List<Finding> found = Told.of(diagnosis, bend.concern());
    Told.haveWhyAndFix(diagnosis);
    assertTrue(
        found.stream()
            .anyMatch(
                f ->
                    f.severity() == bend.severity()
                        && (f.where() + " " + f.what()).contains(bend.said())),
        () -> bend + " not among " + diagnosis);
  }

  @Test
  void nothingIsFoundWhereAllIsWell() {
    Diagnosis diagnosis = NodeFiles.well(folder).examined();
    assertEquals(List.of(), diagnosis.unseen());
    assertEquals(List.of(), diagnosis.findings().stream().filter(f -> f.severity() != Ok).toList());
    Set<Concern> looked =
        diagnosis.findings().stream().map(Finding::concern).collect(Collectors.toSet());
    Set<Concern> all = ofNodes();
    all.removeAll(OF_CRIO);
    assertEquals(all, looked);
  }

  @Test
  void eachConcernOfANodeIsBentSomewhere() {
    Set<Concern> bent = bends().map(Bend::concern).collect(Collectors.toSet());
    bent.addAll(OF_CRIO);
    assertEquals(ofNodes(), bent, "CRI-O's have tests of their own");
  }

  private static Set<Concern> ofNodes() {
    return Stream.of(Concern.values())
        .filter(c -> c.place() == Place.Node)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Concern.class)));
  }

  @Test
  void aNodeWithCrioIsReadToo() {
    NodeFiles node = NodeFiles.withCrio(folder);
    Diagnosis diagnosis = node.examined();
    assertEquals(0, diagnosis.count(Error) + diagnosis.count(Warning), diagnosis::toString);
    assertEquals(
        "runtimes.crun-cgroup-writable it lets a pod mount its cgroup writable",
        said(node.found(Concern.CrioAnnotations)));

    node.write(
        "/etc/crio/crio.conf.d/99-crun.conf",
        """
        [crio.runtime]
        default_runtime = "crun"
        [crio.runtime.runtimes.crun]
        allowed_annotations = ["io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw"]
        [crio.runtime.workloads.builds]
        activation_annotation = "io.example/builds"
        allowed_annotations = ["io.kubernetes.cri-o.UnifiedCgroup", "cgroup2-mount-hierarchy-rw.crio.io"]
        """);
    String more = node.found(Concern.CrioAnnotations).toString();
    assertTrue(more.contains("writable, without a RuntimeClass"), more);
    assertTrue(more.contains("once it has annotation io.example/builds"), more);
    assertTrue(more.contains("it allows \"io.kubernetes.cri-o.UnifiedCgroup\""), more);
    assertTrue(!more.contains("trace-syscall"), "the later file replaces a runtime: " + more);
  }

  /// Nobody is asked about a pod of such a handler.
  @Test
  void aHandlerOfCrioThatNobodyGatesIsFound() {
    NodeFiles node = NodeFiles.withCrio(folder);
    node.write(
        "/etc/crio/crio.conf.d/99-own.conf",
        """
        [crio.runtime.runtimes.own]
        runtime_path = "/usr/bin/runc"
        default_annotations = {"cgroup2-mount-hierarchy-rw.crio.io" = "true"}
        """);
    assertEquals(
        "runtimes.own it mounts the cgroup writable and is none of the gated [cgroup-writable,"
            + " crun-cgroup-writable, runc-cgroup-writable]",
        said(node.found(Concern.WritableHandlers)));
    node.write("/etc/crio/crio.conf.d/99-z.conf", "[crio.runtime]\ndefault_runtime = \"own\"\n");
    assertTrue(
        said(node.found(Concern.WritableHandlers))
            .startsWith("runtimes.own the default handler mounts the cgroup writable"));
  }

  /// Those of `cgrant node-files`.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "handler-1.32 | runtimes.cgroup-writable it mounts the cgroup of every pod of it writable",
        "handler-1.35 | runtimes.cgroup-writable it mounts the cgroup of every pod of it writable",
        "annotation-1.23 | runtimes.cgroup-writable it lets a pod mount its cgroup writable",
        "annotation-1.35 | runtimes.cgroup-writable it lets a pod mount its cgroup writable",
        "workload-1.23 | workloads.cgroup-writable it lets a pod mount its cgroup writable, once it"
            + " has annotation cgroup-writable.cgrant.io",
        "workload-1.35 | workloads.cgroup-writable it lets a pod mount its cgroup writable, once it"
            + " has annotation cgroup-writable.cgrant.io"
      })
  void ourDropInsOfCrioAreWell(String form, String said) {
    NodeFiles node = NodeFiles.withCrio(folder);
    String ours = NodeFiles.ours("crio/" + form + "/50-cgroup-writable.conf");
    node.write("/etc/crio/crio.conf.d/50-cgroup-writable.conf", ours);
    Diagnosis diagnosis = node.examined();
    assertEquals(0, diagnosis.count(Error) + diagnosis.count(Warning), diagnosis::toString);
    assertEquals(said, said(node.found(Concern.CrioAnnotations)));
  }

  /// As `CrioIT` sees them do.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.34.0-1 | workload-1.35   | CRI-O does not start",
        "1.34.0-1 | annotation-1.35 | it is left out, and its pods do not start",
        "1.34.0-1 | handler-1.35    | its pods are read-only",
        "1.31.5   | handler-1.32    | knows no default_annotations: its pods are read-only",
        "1.22.0   | annotation-1.23 | does not know the annotation for a writable cgroup",
        "1.34.0-1 | workload-1.23   |",
        "1.34.0-1 | annotation-1.23 |",
        "1.34.0-1 | handler-1.32    |",
        "1.35.0   | workload-1.35   |",
        "1.36.3   | annotation-1.35 |",
        "1.36.3   | handler-1.35    |"
      })
  void aDropInThatIsNotForTheReleaseIsFound(String version, String form, String said) {
    NodeFiles node = NodeFiles.withCrio(folder);
    String ours = NodeFiles.ours("crio/" + form + "/50-cgroup-writable.conf");
    node.write("/etc/crio/crio.conf.d/50-cgroup-writable.conf", ours);
    node.write(
        NodeFiles.DPKG, "Package: cri-o\nStatus: install ok installed\nVersion: " + version + "\n");
    List<Finding> found = node.found(Concern.RuntimeVersions);
    if (said == null) {
      assertEquals(Ok, found.getFirst().severity(), found::toString);
    } else {
      assertEquals(1, found.size(), found::toString);
      assertEquals(Error, found.getFirst().severity());
      assertTrue(said(found).endsWith(said), found::toString);
    }
  }

  /// crun is what most nodes of CRI-O have.
  @Test
  void toWhomAGrantIsVoidUnderCrunIsSaid() {
    List<Finding> found = NodeFiles.withCrio(folder).found(Concern.VoidUsers);
    assertEquals(1, found.size(), found::toString);
    assertEquals(Info, found.getFirst().severity());
    assertEquals(
        "runtimes.crun-cgroup-writable with crun and the driver systemd a grant is void to a user"
            + " other than root, a user other than root with hostUsers: false",
        said(found));
  }

  @Test
  void whatIsWrongWithCrioIsFound() {
    NodeFiles node = NodeFiles.withCrio(folder);
    node.delete("/usr/bin/crun");
    node.edit("/etc/crio/crio.conf", "\"systemd\"", "\"cgroupfs\"");
    node.write("/etc/crio/crio.conf.d/50-cgroup-writable.conf", "[crio");
    assertTrue(said(node.found(Concern.CrioAnnotations)).contains("no runtime has by default"));
    assertTrue(said(node.found(Concern.RuntimePrograms)).contains("its program crun is not there"));
    assertTrue(said(node.found(Concern.CgroupDriver)).contains("cgroup_manager is cgroupfs"));
    assertTrue(said(node.found(Concern.RuntimeConfiguration)).contains("CRI-O does not start"));
  }

  @Test
  void whatIsNotThereIsSaidToBeUnseen() {
    NodeFiles node = NodeFiles.well(folder);
    node.delete(NodeFiles.MOUNTS);
    assertTrue(node.examined().unseen().getFirst().contains("give --proc"));
    node.write(NodeFiles.MOUNTS, "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
    assertTrue(node.examined().unseen().getFirst().contains("nothing known is mounted"));
    node.write(NodeFiles.MAIN, "#".repeat(Rootfs.MOST_BYTES + 1));
    assertTrue(node.examined().unseen().toString().contains("larger than 4 MiB"));
  }

  @Test
  void aLinkIsFollowedAsTheNodeWouldAndLeadsNowhereElse() {
    NodeFiles node = NodeFiles.well(folder);
    node.delete("/usr/bin/runc");
    node.write("/opt/runc/bin/runc", "");
    node.link("/usr/bin/runc", "/opt/runc/bin/runc");
    assertEquals(Ok, node.found(Concern.RuntimePrograms).getFirst().severity());

    node.delete("/usr/bin/runc");
    node.link("/usr/bin/runc", "../../../../../../../../bin/sh");
    assertEquals(Error, node.found(Concern.RuntimePrograms).getFirst().severity());

    node.delete("/usr/bin/runc");
    node.link("/usr/bin/runc", "runc");
    assertEquals(Error, node.found(Concern.RuntimePrograms).getFirst().severity());
  }

  @Test
  void whatIsMountedElsewhereIsNoReasonToRefuse() {
    NodeFiles node = NodeFiles.well(folder);
    node.write(
        NodeFiles.MOUNTS,
        NodeFiles.V2 + "40 22 0:40 / /mnt/systemd rw - cgroup cgroup rw,name=systemd\n");
    assertEquals(Ok, node.found(Concern.CgroupVersion).getFirst().severity());
  }

  static String said(List<Finding> findings) {
    return findings.stream().map(f -> f.where() + " " + f.what()).collect(Collectors.joining("\n"));
  }
}
