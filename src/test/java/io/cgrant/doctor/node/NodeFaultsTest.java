// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One fault of a node is said once, and nothing is made of what it hides.
final class NodeFaultsTest {

  @TempDir private Path folder;

  private List<String> said(NodeFiles node) {
    Diagnosis diagnosis = node.examined();
    var said = new ArrayList<String>();
    diagnosis.findings().stream()
        .filter(f -> f.severity() == Severity.Error || f.severity() == Severity.Warning)
        .forEach(f -> said.add(f.where() + " " + f.what()));
    diagnosis.unseen().forEach(one -> said.add("unseen: " + one));
    return said;
  }

  @Test
  void aMainFileThatIsTooLargeIsNotTakenForNone() {
    NodeFiles node = NodeFiles.well(folder);
    node.write(NodeFiles.MAIN, "#".repeat(Rootfs.MOST_BYTES + 1));
    assertEquals(
        List.of("unseen: " + NodeFiles.MAIN + " is larger than 4 MiB, and was not read"),
        said(node));
  }

  @Test
  void norIsAFolderOfItsName() throws IOException {
    NodeFiles node = NodeFiles.well(folder);
    node.delete(NodeFiles.MAIN);
    Files.createDirectory(folder.resolve(NodeFiles.MAIN.substring(1)));
    String said = "unseen: " + NodeFiles.MAIN + " is no file, and was not read";
    assertEquals(List.of(said), said(node));
    node.runs("containerd", java.time.Instant.now(), "/usr/bin/containerd", "-c", NodeFiles.MAIN);
    assertEquals(List.of(said), said(node), "also where the process names it");
  }

  @Test
  void norOneOfCrio() throws IOException {
    NodeFiles node = NodeFiles.well(folder);
    node.delete(NodeFiles.MAIN);
    Files.createDirectories(folder.resolve(NodeFiles.CRIO.substring(1)));
    assertEquals(
        List.of("unseen: " + NodeFiles.CRIO + " is no file, and was not read"), said(node));
  }

  @Test
  void ofAMainFileThatIsNoTomlNothingElseIsSaid() {
    NodeFiles node = NodeFiles.well(folder);
    node.edit(NodeFiles.MAIN, "default_runtime_name = \"plain\"", "default_runtime_name = plain");
    List<String> said = said(node);
    assertEquals(1, said.size(), said::toString);
    assertEquals(
        NodeFiles.MAIN + " it is no TOML: line 4", said.getFirst().split(": Unknown token")[0]);
  }

  @Test
  void aDropInThatIsALinkToNothingIsImportedAllTheSame() {
    NodeFiles node = NodeFiles.well(folder);
    node.link("/etc/containerd/conf.d/99-gone.toml", "/none/such.toml");
    assertEquals(
        List.of(
            "/etc/containerd/conf.d/99-gone.toml it is imported and not there, so containerd does"
                + " not start"),
        said(node));
  }

  @Test
  void aDropInThatIsThereAndNotReadIsNotTakenForNone() throws IOException {
    NodeFiles node = NodeFiles.well(folder);
    String path = "/etc/containerd/conf.d/99-folder.toml";
    Files.createDirectory(folder.resolve(path.substring(1)));
    assertEquals(List.of("unseen: " + path + " is no file, and was not read"), said(node));
    Files.delete(folder.resolve(path.substring(1)));
    node.write(path, "#".repeat(Rootfs.MOST_BYTES + 1));
    assertEquals(
        List.of("unseen: " + path + " is larger than 4 MiB, and was not read"), said(node));
  }

  @Test
  void aHookThatIsEmptyKeepsCrioFromStarting() {
    NodeFiles node = NodeFiles.withCrio(folder);
    node.write(NodeFiles.HOOKS + "other.json", "");
    assertEquals(
        List.of(NodeFiles.HOOKS + "other.json it is no JSON object; CRI-O does not start"),
        said(node));
  }

  @Test
  void aFileOfTheKubeletThatIsNamedAndNotThereIsUnseen() {
    NodeFiles node = NodeFiles.well(folder);
    var places =
        new NodeReader.Places(
            folder,
            folder.resolve("proc"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("/etc/none.yaml"));
    assertEquals(
        List.of("/etc/none.yaml is no configuration of a kubelet that is there"),
        NodeReader.examine(places, NodeFiles.gated()).unseen());
    node.write("/etc/none.yaml", node.read(NodeFiles.KUBELET));
    assertEquals(List.of(), NodeReader.examine(places, NodeFiles.gated()).unseen());
  }

  /// CRI-O reads whatever is below its folder, and ends where something cannot be read.
  @Test
  void aDropInOfCrioThatIsALinkToNothingOrToAFolderKeepsItFromStarting() {
    for (String target : List.of("/none/such.conf", "/etc/crio/more")) {
      NodeFiles node = NodeFiles.withCrio(folder);
      node.write("/etc/crio/more/60.conf", "");
      node.link("/etc/crio/crio.conf.d/60.conf", target);
      assertEquals(
          List.of(
              "/etc/crio/crio.conf.d/60.conf it is "
                  + (target.endsWith(".conf") ? "a link to no file" : "a link to a folder")
                  + "; CRI-O does not start"),
          said(node));
      node.delete("/etc/crio/crio.conf.d/60.conf");
    }
  }

  /// So one takes a file of a package away. It is empty, whether `/dev` is to be seen or not.
  @Test
  void aDropInThatIsALinkToDevNullIsEmpty() {
    NodeFiles node = NodeFiles.well(folder);
    node.link("/etc/containerd/conf.d/60.toml", "/dev/null");
    assertEquals(List.of(), said(node));
    node.delete("/etc/containerd/conf.d/60.toml");
    node = NodeFiles.withCrio(folder);
    List<String> before = said(node);
    node.link("/etc/crio/crio.conf.d/10-crio.conf", "/dev/null");
    assertEquals(before, said(node));
    node.delete("/etc/crio/crio.conf.d/10-crio.conf");
  }

  @Test
  void whatIsInAFolderBelowItIsReadToo() {
    NodeFiles node = NodeFiles.withCrio(folder);
    node.write(
        "/etc/crio/crio.conf.d/60.d/more/a.conf",
        "[crio.runtime.runtimes.crun.default_annotations]\n\"%s\" = \"true\"\n"
            .formatted("cgroup2-mount-hierarchy-rw.crio.io"));
    List<String> said = said(node);
    assertTrue(
        said.contains(
            "runtimes.crun the default handler mounts the cgroup writable: every pod of the node"
                + " has it, and no RuntimeClass says so"),
        said::toString);
  }

  /// Whether a handler is writable, the file may say that was not read.
  @Test
  void ofWhatAFileMaySayThatWasNotReadNothingIsMissing() {
    NodeFiles node = NodeFiles.well(folder);
    node.write(NodeFiles.DROP_IN, "#".repeat(Rootfs.MOST_BYTES + 1));
    node.edit(NodeFiles.MAIN, "default_runtime_name = \"plain\"", "default_runtime_name = \"x\"");
    String unseen = "unseen: %s is larger than 4 MiB, and was not read";
    assertEquals(List.of(unseen.formatted(NodeFiles.DROP_IN)), said(node));
    assertEquals(List.of(), node.found(Concern.WritableHandlers));
    assertEquals(List.of(), node.found(Concern.DefaultHandler));
    assertEquals(List.of(), node.found(Concern.Imports));
    assertEquals(List.of(), node.found(Concern.RuntimeConfiguration));
    assertEquals(List.of(), node.found(Concern.BaseSpec));

    node = NodeFiles.withCrio(folder);
    String dropIn = "/etc/crio/crio.conf.d/50-cgroup-writable.conf";
    node.write(dropIn, "#".repeat(Rootfs.MOST_BYTES + 1));
    assertEquals(List.of(unseen.formatted(dropIn)), said(node));
    assertEquals(List.of(), node.found(Concern.CrioAnnotations));
    assertEquals(List.of(), node.found(Concern.RuntimeConfiguration));
  }

  @Test
  void underVersion1WhatCrioMakesWritableIsReadOnly() {
    NodeFiles node = NodeFiles.withCrio(folder);
    node.write(NodeFiles.MOUNTS, "35 30 0:30 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n");
    assertTrue(
        said(node)
            .contains(
                "/sys/fs/cgroup it is cgroup version 1, and CRI-O mounts what"
                    + " runtimes.crun-cgroup-writable makes writable read-only, without a word"),
        () -> said(node).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/containerd/conf.d/*.toml",
        "conf.d/*",
        "*.d/*-cgroup-*",
        "/etc/*/conf.d/5?-*.toml",
        "/e*/containerd/*/50-cgroup-writable.toml"
      })
  void importsAreFoundAsContainerdFindsThem(String pattern) {
    NodeFiles node = NodeFiles.well(folder);
    node.edit(NodeFiles.MAIN, "/etc/containerd/conf.d/*.toml", pattern);
    assertEquals(List.of(), said(node));
    assertEquals(Severity.Ok, node.found(Concern.WritableHandlers).getFirst().severity());
  }

  @Test
  void ofAPatternThatIsNotFollowedNobodySaysThatItImportsNothing() {
    NodeFiles node = NodeFiles.well(folder);
    node.edit(NodeFiles.MAIN, "conf.d/*.toml", "conf.d/[0-9]*.toml");
    assertEquals(
        List.of(
            "unseen: "
                + NodeFiles.MAIN
                + " imports /etc/containerd/conf.d/[0-9]*.toml, a pattern that doctor does not"
                + " follow"),
        said(node));
  }

  @Test
  void aBaseSpecThatIsThereAndNotReadIsNotTakenForBroken() {
    NodeFiles node = NodeFiles.well(folder);
    node.write(NodeFiles.BASE_SPEC, "#".repeat(Rootfs.MOST_BYTES + 1));
    assertEquals(
        List.of("unseen: " + NodeFiles.BASE_SPEC + " is larger than 4 MiB, and was not read"),
        said(node));
    assertEquals(List.of(), node.found(Concern.BaseSpec), "nor for well");
  }

  /// As the doctor of the DaemonSet runs, which is not root. Root may look everywhere.
  @Test
  void whatNobodyMayLookAtIsNotTakenForMissing() throws IOException {
    NodeFiles node = NodeFiles.well(folder);
    node.edit(NodeFiles.DROP_IN, NodeFiles.BASE_SPEC, "/closed/base.json");
    node.edit(NodeFiles.DROP_IN, "/usr/bin/runc", "/closed/runc");
    node.write("/closed/base.json", node.read(NodeFiles.BASE_SPEC));
    node.write("/closed/runc", "");
    Path closed = folder.resolve("closed");
    Files.setPosixFilePermissions(closed, Set.of());
    try {
      boolean isRoot = Files.isExecutable(closed);
      assertEquals(
          isRoot
              ? List.of()
              : List.of(
                  "unseen: /closed/runc cannot be looked at: permission denied",
                  "unseen: /closed/base.json cannot be looked at: permission denied"),
          said(node));
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aBaseSpecThatIsNoObjectIsNone() {
    for (String text : List.of("", "[]", "1")) {
      NodeFiles node = NodeFiles.well(folder);
      node.write(NodeFiles.BASE_SPEC, text);
      assertEquals(
          List.of(
              "runtimes.runc-cgroup-writable "
                  + NodeFiles.BASE_SPEC
                  + " cannot be read: it is no JSON object"),
          said(node));
    }
  }

  @Test
  void whatIsInProcIsCalledAsTheNodeCallsIt() {
    NodeFiles node = NodeFiles.well(folder);
    node.write(NodeFiles.MOUNTS, NodeFiles.V2 + "\n".repeat(Rootfs.MOST_BYTES + 1));
    assertEquals(
        "unseen: " + NodeFiles.MOUNTS + " is larger than 4 MiB, and was not read",
        said(node).getFirst());
  }
}
