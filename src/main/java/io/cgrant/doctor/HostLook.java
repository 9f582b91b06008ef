// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.CgroupDelegation;
import static io.cgrant.doctor.Concern.CgroupVersion;
import static io.cgrant.doctor.Concern.Kernel;
import static io.cgrant.doctor.Concern.RuntimeConfiguration;
import static io.cgrant.doctor.Concern.RuntimeVersions;

import io.cgrant.delegation.OciRuntime;
import io.cgrant.delegation.Release;
import io.cgrant.doctor.NodeFacts.CgroupTree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The node below its container runtime.
final class HostLook {

  private static final String TREE = "/sys/fs/cgroup";
  private static final String NSDELEGATE = "nsdelegate";

  /// Mounts of tmpfs with mapped ids, which Secrets and tokens of a pod with a user namespace are.
  static final Release MAPPED_MOUNTS = Release.of(6, 3);

  private HostLook() {}

  static void at(NodeFacts facts, Findings findings) {
    facts.cgroup().ifPresent(tree -> cgroup(tree, facts, findings));
    facts.kernel().ifPresent(version -> kernel(version, findings));
    packages(facts.packages(), findings);
    boolean isNone = facts.containerd().isEmpty() && facts.crio().isEmpty();
    if (isNone && !facts.unread().isEmpty()) {
      return;
    }
    findings.look(RuntimeConfiguration);
    if (isNone) {
      findings.error(
          RuntimeConfiguration,
          "",
          "neither containerd nor CRI-O has a configuration file",
          "name it with --containerd-config or --crio-config; containerd without a file has no"
              + " writable handler");
    }
    facts.containerd().ifPresent(c -> problems(c.problems(), findings));
    facts.crio().ifPresent(c -> problems(c.problems(), findings));
  }

  private static void problems(List<NodeFacts.Problem> problems, Findings findings) {
    for (NodeFacts.Problem problem : problems) {
      findings.error(
          RuntimeConfiguration,
          problem.path(),
          problem.what(),
          "correct it: the runtime does not start with it, or without what it says");
    }
  }

  private static void cgroup(CgroupTree tree, NodeFacts facts, Findings findings) {
    findings.look(CgroupVersion);
    switch (tree.kind()) {
      case V2 -> delegation(tree, findings);
      case V1, Hybrid -> {
        List<String> writable =
            facts
                .containerd()
                .map(c -> c.writable().stream().map(h -> h.name()).toList())
                .orElse(List.of());
        String kind = tree.kind() == CgroupTree.Kind.V1 ? "cgroup version 1" : "a cgroup hybrid";
        findings.error(
            CgroupVersion,
            TREE,
            "it is "
                + kind
                + (writable.isEmpty()
                    ? ", and " + ofCrio(facts)
                    : ", and "
                        + Named.of(writable)
                        + " with cgroup_writable makes containerd refuse its whole CRI plugin"),
            "boot with systemd.unified_cgroup_hierarchy=1"
                + (writable.isEmpty()
                    ? "; a drop-in of containerd may come only then"
                    : ", and take the drop-in away until then"));
      }
    }
  }

  private static String ofCrio(NodeFacts facts) {
    List<String> readOnly = facts.crio().map(CrioLook::writable).orElse(List.of());
    return readOnly.isEmpty()
        ? "nothing here can mount a cgroup writable"
        : "CRI-O mounts what " + Named.of(readOnly) + " makes writable read-only, without a word";
  }

  private static void delegation(CgroupTree tree, Findings findings) {
    findings.look(CgroupDelegation);
    if (!tree.options().contains(NSDELEGATE)) {
      findings.error(
          CgroupDelegation,
          TREE,
          "it is mounted without nsdelegate",
          "mount -o remount,nsdelegate,memory_recursiveprot "
              + TREE
              + " in the node's first cgroup namespace, and find out who took it: a privileged"
              + " container under containerd before 2.1.7, or whoever mounts cgroup2 anew");
    }
  }

  private static void kernel(String version, Findings findings) {
    findings.look(Kernel);
    if (Release.read(version).filter(r -> r.isBefore(MAPPED_MOUNTS)).isPresent()) {
      findings.warn(
          Kernel,
          "/proc/sys/kernel/osrelease",
          "Linux " + version + " is older than 6.3",
          "update the kernel, or grant no user namespaces here");
    }
  }

  private static void packages(Map<String, String> packages, Findings findings) {
    findings.look(RuntimeVersions);
    if (packages.isEmpty()) {
      findings.inform(
          RuntimeVersions,
          "",
          "no package manager keeps containerd, runc or crun here",
          "compare what they say of themselves with --version");
    }
    new TreeMap<>(packages)
        .forEach(
            (name, version) ->
                Release.read(version).ifPresent(release -> judge(name, release, findings)));
  }

  private static void judge(String name, Release release, Findings findings) {
    String where = "package " + name;
    switch (name) {
      case "containerd", "containerd.io" ->
          ContainerdLook.release(release, RuntimeVersions, where, findings);
      case "runc" -> old(release, OciRuntime.runc, where, findings);
      case "crun" -> old(release, OciRuntime.crun, where, findings);
      default -> {}
    }
  }

  private static void old(Release is, OciRuntime runtime, String where, Findings findings) {
    Release first = runtime.firstWithUserNamespaces();
    if (is.isBefore(first)) {
      findings.warn(
          RuntimeVersions,
          where,
          is + " makes no user namespaces for pods",
          "update it to " + first + " or later, or grant none");
    }
  }
}
