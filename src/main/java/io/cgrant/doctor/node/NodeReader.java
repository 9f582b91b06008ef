// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import io.cgrant.delegation.Release;
import io.cgrant.doctor.Daemon;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.NodeExamination;
import io.cgrant.doctor.NodeFacts;
import io.cgrant.doctor.NodeFacts.Containerd;
import io.cgrant.doctor.NodeFacts.Crio;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads a node, and says what is wrong with it.
public final class NodeReader {

  private static final List<String> CONTAINERD =
      List.of(
          Daemon.Runtime.Containerd.usualMain(),
          "/var/lib/rancher/k3s/agent/etc/containerd/config.toml",
          "/var/lib/rancher/rke2/agent/etc/containerd/config.toml");
  private static final List<String> KUBELET =
      List.of(
          "/var/lib/kubelet/config.yaml",
          "/etc/kubernetes/kubelet/config.json",
          "/etc/kubernetes/kubelet/kubelet-config.json");

  private final Rootfs root;
  private final Rootfs proc;
  private final List<String> unseen = new ArrayList<>();
  private final Set<Daemon.Runtime> unread = EnumSet.noneOf(Daemon.Runtime.class);

  private NodeReader(Path folder, Path procFolder) {
    root = new Rootfs(folder, unseen::add);
    proc = new Rootfs(procFolder, said -> unseen.add("/proc" + said));
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
    return new Diagnosis(NodeExamination.of(facts), reader.unseen);
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
    List<Daemon> daemons = DaemonReader.read(proc);
    Optional<Containerd> containerd =
        containerd(places, daemons, ContainerdReader.release(packages));
    Optional<Crio> crio = crio(places, daemons);
    return new NodeFacts(
        gatedHandlers,
        cgroup,
        proc.text("/sys/kernel/osrelease").map(String::strip),
        packages,
        containerd,
        crio,
        kubelet(places.kubelet()),
        daemons,
        changed(containerd, crio),
        unread);
  }

  private Optional<NodeFacts.Kubelet> kubelet(Optional<String> named) {
    int told = unseen.size();
    Optional<NodeFacts.Kubelet> found =
        KubeletReader.read(root, named.map(Rootfs::plain).map(List::of).orElse(KUBELET));
    if (found.isEmpty() && unseen.size() == told) {
      named.ifPresent(path -> unseen.add(path + " is no configuration of a kubelet that is there"));
    }
    return found;
  }

  private Optional<Containerd> containerd(
      Places places, List<Daemon> daemons, Optional<Release> release) {
    Optional<String> named =
        places
            .containerd()
            .map(Rootfs::plain)
            .or(() -> started(Daemon.Runtime.Containerd, daemons));
    int told = unseen.size();
    Optional<Containerd> found =
        named
            .map(Stream::of)
            .orElseGet(CONTAINERD::stream)
            .flatMap(path -> ContainerdReader.read(root, path, release).stream())
            .findFirst();
    missing(Daemon.Runtime.Containerd, named, found, told);
    return found;
  }

  private Optional<Crio> crio(Places places, List<Daemon> daemons) {
    Optional<String> named =
        places.crio().map(Rootfs::plain).or(() -> started(Daemon.Runtime.Crio, daemons));
    int told = unseen.size();
    Optional<Crio> found = CrioReader.read(root, named.orElse(Daemon.Runtime.Crio.usualMain()));
    missing(Daemon.Runtime.Crio, named, found, told);
    return found;
  }

  /// The main file that what runs was told to read. Of several, as where Docker has a containerd
  /// beside the kubelet's, nobody says which one makes pods.
  private Optional<String> started(Daemon.Runtime runtime, List<Daemon> daemons) {
    List<Daemon> running = daemons.stream().filter(d -> d.runtime() == runtime).toList();
    if (running.size() > 1) {
      unseen.add(
          "which of %d processes %s is the kubelet's: name its main file with --%2$s-config"
              .formatted(running.size(), runtime.program()));
    }
    return running.size() == 1 ? running.getFirst().named() : Optional.empty();
  }

  private Map<String, Instant> changed(Optional<Containerd> containerd, Optional<Crio> crio) {
    return Stream.concat(
            containerd.stream().flatMap(c -> c.everyFile().stream()),
            crio.stream().flatMap(c -> c.files().stream()))
        .distinct()
        .flatMap(path -> root.changed(path).map(time -> Map.entry(path, time)).stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// @param told how much was unseen before it was looked for
  private void missing(
      Daemon.Runtime runtime, Optional<String> named, Optional<?> found, int told) {
    if (found.isPresent()) {
      return;
    }
    if (unseen.size() > told) {
      unread.add(runtime);
    } else {
      named.ifPresent(path -> unseen.add(path + " is not there, or not to be read"));
    }
  }
}
