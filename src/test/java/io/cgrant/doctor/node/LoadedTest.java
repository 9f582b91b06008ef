// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.Finding;
import io.cgrant.doctor.Severity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What runs has loaded the files, or it has not.
final class LoadedTest {

  private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05Z");
  private static final String K3S = "/var/lib/rancher/k3s/agent/etc/containerd/config.toml";

  @TempDir private Path folder;
  private NodeFiles node;

  @BeforeEach
  void nodeThatIsWell() {
    node = NodeFiles.well(folder);
  }

  private static Instant soon() {
    return Instant.now().plusSeconds(60);
  }

  private List<Finding> found() {
    return node.found(Concern.Loaded);
  }

  @Test
  void eachFileThatWasChangedSinceIsNamed() {
    node.runs("containerd", LONG_AGO, "/usr/bin/containerd");
    List<Finding> found = found();
    assertEquals(
        Set.of(NodeFiles.MAIN, NodeFiles.DROP_IN, NodeFiles.BASE_SPEC),
        found.stream().map(Finding::where).collect(Collectors.toSet()));
    for (Finding one : found) {
      assertEquals(Severity.Warning, one.severity());
      assertTrue(one.what().contains("containerd runs since 2026-01-02T03:04:05Z"), one::what);
    }
  }

  @Test
  void theSameOfCrio() {
    node.delete(NodeFiles.DROP_IN);
    NodeFiles crio = NodeFiles.withCrio(folder);
    crio.runs("crio", LONG_AGO, "/usr/bin/crio");
    List<Finding> found = crio.found(Concern.Loaded);
    assertEquals(2, found.size(), found::toString);
    assertTrue(found.toString().contains("restart crio"), found::toString);
  }

  /// As k3s starts its own, beside a file of Docker's.
  @ParameterizedTest
  @ValueSource(strings = {"-c|%s", "--config|%s", "--config=%s", "-config=%s", "-l|debug|-c=%s"})
  void theFileThatTheCommandLineNamesIsRead(String flags) {
    node.write(K3S, "version = 1\n");
    node.runs("containerd", soon(), ("containerd|" + flags.formatted(K3S)).split("\\|"));
    assertEquals(K3S, node.found(Concern.ConfigurationVersions).getFirst().where());
    assertEquals(Severity.Ok, found().getFirst().severity());
  }

  @Test
  void oneThatItNamesAndIsNotThereIsUnseen() {
    node.runs("containerd", soon(), "containerd", "-c", "/etc/other.toml");
    assertTrue(node.examined().unseen().toString().contains("/etc/other.toml is not there"));
  }

  /// Somebody named the file to look at; what runs has another.
  @Test
  void anotherFileThanTheNamedOneIsSaid() {
    node.runs("containerd", soon(), "containerd", "--config", K3S);
    Diagnosis diagnosis = node.examined(NodeFiles.MAIN);
    assertTrue(
        diagnosis.toString().contains("was started with " + K3S + ", not with this file"),
        diagnosis::toString);
  }

  /// It reads the usual one, unless a variable names another.
  @ParameterizedTest
  @ValueSource(strings = {"containerd", "containerd|-c|my.toml"})
  void whatOneHasLoadedThatNamesNoFileIsNotCertain(String commandLine) {
    node.write(K3S, node.read(NodeFiles.MAIN));
    node.runs("containerd", soon(), commandLine.split("\\|"));
    String text = node.examined(K3S).toString();
    assertTrue(
        text.contains("it has loaded " + NodeFiles.MAIN + " and not this, unless its environment"),
        text);
    assertEquals(Severity.Ok, found().getFirst().severity());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc//containerd/config.toml", "/etc/x/../containerd/config.toml"})
  void aPathMayBeWrittenInMoreWays(String path) {
    node.runs("containerd", LONG_AGO, "containerd", "-c", NodeFiles.MAIN);
    String text = node.examined(path).toString();
    assertTrue(text.contains("containerd runs since"), text);
    assertTrue(!text.contains("not with this file"), text);
  }

  @Test
  void whereSeveralRunAndNoneReadsTheFileThatIsSaid() {
    node.runs("containerd", soon(), "containerd", "--config", K3S);
    alsoRuns();
    node.runs("containerd", soon(), "containerd", "--config", "/etc/docker.toml");
    String text = node.examined(NodeFiles.MAIN).toString();
    assertTrue(text.contains("was started with /etc/docker.toml and " + K3S + ", not with"), text);
  }

  /// CRI-O needs no main file.
  @Test
  void crioThatHasDropInsAloneHasLoadedThem() {
    NodeFiles crio = NodeFiles.withCrio(folder);
    crio.delete(NodeFiles.CRIO);
    assertEquals(
        List.of(Severity.Ok), crio.found(Concern.Loaded).stream().map(Finding::severity).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "btime soon\n",
        "btime 99999999999999999\n",
        "btime 99999999999999999999\n",
        "cpu 1 2 3\n"
      })
  void whereNobodySaysWhenTheNodeBootedNothingIsSeen(String stat) {
    node.write("/proc/stat", stat);
    assertTrue(found().getFirst().what().contains("no process of containerd"));
  }

  @Test
  void aProcessInsideAContainerIsNotTheNodes() {
    node.write(NodeFiles.PROCESS + "/status", "Name:\tcontainerd\nNSpid:\t900\t7\n");
    List<Finding> found = found();
    assertEquals(Severity.Info, found.getFirst().severity());
    assertTrue(found.getFirst().what().contains("no process of containerd"), found::toString);
  }

  /// Nothing is well that nobody looked at.
  @Test
  void whereThereIsNoConfigurationNothingIsSaidOfIt() {
    node.delete(NodeFiles.MAIN);
    assertEquals(List.of(), found());
  }

  @Test
  void whichOfSeveralIsTheKubeletsIsNotGuessed() {
    alsoRuns();
    assertEquals(
        List.of(
            "which of 2 processes containerd is the kubelet's: name its main file with"
                + " --containerd-config"),
        node.examined().unseen());
    assertEquals(List.of(), node.examined(NodeFiles.MAIN).unseen());
  }

  /// Another such process.
  private void alsoRuns() {
    for (String file : List.of("comm", "status", "stat", "cmdline")) {
      node.write("/proc/901/" + file, node.read(NodeFiles.PROCESS + "/" + file));
    }
  }
}
