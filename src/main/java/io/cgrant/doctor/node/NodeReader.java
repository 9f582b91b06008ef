// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import io.cgrant.delegation.Release;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.NodeExamination;
import io.cgrant.doctor.NodeFacts;
import io.cgrant.doctor.NodeFacts.Containerd;
import io.cgrant.doctor.NodeFacts.Crio;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads a node, and says what is wrong with it.
public final class NodeReader {

  private static final List<String> CONTAINERD =
      List.of(
          "/etc/containerd/config.toml",
          "/var/lib/rancher/k3s/agent/etc/containerd/config.toml",
          "/var/lib/rancher/rke2/agent/etc/containerd/config.toml");
  private static final String CRIO = "/etc/crio/crio.conf";
  private static final List<String> KUBELET =
      List.of(
          "/var/lib/kubelet/config.yaml",
          "/etc/kubernetes/kubelet/config.json",
          "/etc/kubernetes/kubelet/kubelet-config.json");

  private final Rootfs root;
  private final Rootfs proc;
  private final List<String> unseen = new ArrayList<>();

  private NodeReader(Path folder, Path procFolder) {
    root = new Rootfs(folder, unseen::add);
    proc = new Rootfs(procFolder, unseen::add);
  }

  /// Where the node's files are.
  ///
  /// @param root where its `/` is
  /// @param proc where its `/proc` is
  /// @param containerd the main file of containerd, as the node calls it; empty for the usual
  /// @param crio the main file of CRI-O, likewise
  /// @param kubelet the configuration of the kubelet, likewise
  public record Places(
      Path root,
      Path proc,
      Optional<String> containerd,
      Optional<String> crio,
      Optional<String> kubelet) {}

  public static Diagnosis examine(Places places, Set<String> gatedHandlers) {
    var reader = new NodeReader(places.root(), places.proc());
    NodeFacts facts = reader.facts(places, gatedHandlers);
    return new Diagnosis(NodeExamination.of(facts), reader.unseen.stream().distinct().toList());
  }

  private NodeFacts facts(Places places, Set<String> gatedHandlers) {
    Optional<String> mounts = proc.text("/1/mountinfo").or(() -> proc.text("/self/mountinfo"));
    if (mounts.isEmpty()) {
      unseen.add("what is mounted: there is no 1/mountinfo below " + proc.root() + "; give --proc");
    }
    Optional<NodeFacts.CgroupTree> cgroup = mounts.flatMap(MountInfo::cgroup);
    if (mounts.isPresent() && cgroup.isEmpty()) {
      unseen.add("the cgroup file system: nothing known is mounted at /sys/fs/cgroup");
    }
    Map<String, String> packages = PackageReader.read(root);
    return new NodeFacts(
        gatedHandlers,
        cgroup,
        proc.text("/sys/kernel/osrelease").map(String::strip),
        packages,
        containerd(places, ContainerdReader.release(packages)),
        crio(places),
        KubeletReader.read(root, places.kubelet().map(List::of).orElse(KUBELET)));
  }

  private Optional<Containerd> containerd(Places places, Optional<Release> release) {
    Optional<Containerd> found =
        places
            .containerd()
            .map(Stream::of)
            .orElseGet(CONTAINERD::stream)
            .flatMap(path -> ContainerdReader.read(root, path, release).stream())
            .findFirst();
    missing(places.containerd(), found);
    return found;
  }

  private Optional<Crio> crio(Places places) {
    Optional<Crio> found = CrioReader.read(root, places.crio().orElse(CRIO));
    missing(places.crio(), found);
    return found;
  }

  private void missing(Optional<String> named, Optional<?> found) {
    named
        .filter(path -> found.isEmpty())
        .ifPresent(path -> unseen.add(path + " is not there, or not to be read"));
  }
}
