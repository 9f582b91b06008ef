// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import static java.util.stream.Collectors.joining;

import io.cgrant.delegation.ContainerdRelease;
import io.cgrant.delegation.CrioRelease;
import io.cgrant.delegation.Ownership;
import io.cgrant.delegation.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes the files of an order, or says why they would do harm or nothing.
public final class NodeFiles {

  private NodeFiles() {}

  public static Delivery of(Order order) {
    List<String> reasons = reasonsAgainst(order);
    if (!reasons.isEmpty()) {
      return new Delivery.Refused(reasons);
    }
    return switch (order.runtime()) {
      case containerd -> containerd(order, ContainerdLine.of(order.release()).orElseThrow());
      case crio -> crio(order);
    };
  }

  private static Delivery containerd(Order order, ContainerdLine line) {
    int config = order.configVersion().orElseGet(() -> line.usualConfig().orElseThrow());
    var files = new ArrayList<NodeFile>();
    files.add(new NodeFile(ContainerdDropIn.FILE, ContainerdDropIn.text(order, line, config)));
    files.add(BaseSpec.file(line, order.bound()));
    files.addAll(ClusterFiles.of(order.place()));
    List<String> warnings = warnings(order);
    losesDelegation(order).ifPresent(warnings::add);
    return new Delivery.Files(files, warnings);
  }

  private static Delivery crio(Order order) {
    CrioForm form = order.form().orElse(CrioLine.usualForm(order.release()));
    var files = new ArrayList<NodeFile>();
    files.add(new NodeFile(CrioDropIn.FILE, CrioDropIn.text(order, form)));
    for (CrioHook hook : CrioHook.values()) {
      files.add(hook.file(order.bound()));
    }
    List<String> warnings = warnings(order);
    warnings.add(
        "the hooks are what bounds the number of cgroups, so bring them before the drop-in; of"
            + " 42,000 that one container of 128 MiB made a node died (KEP-5474)");
    if (form != CrioForm.workload && order.inheritsAnother()) {
      warnings.add(
          "the handler makes its containers with what CRI-O's default_runtime names, which is crun"
              + " unless the node says otherwise: see that it is "
              + order.ociRuntime()
              + ", or say where that lies: --oci-runtime-path");
    }
    if (order.release().isBefore(CrioLine.USER_NAMESPACES)) {
      warnings.add("CRI-O " + order.release() + " knows no hostUsers: false; that came with 1.25");
    }
    // A workload belongs to no handler.
    if (form != CrioForm.workload) {
      files.addAll(ClusterFiles.of(order.place()));
    }
    return new Delivery.Files(files, warnings);
  }

  private static List<String> warnings(Order order) {
    var warnings = new ArrayList<String>();
    Set<Ownership.Holder> shutOut = Ownership.shutOut(order.ociRuntime(), order.driver());
    if (!shutOut.isEmpty()) {
      warnings.add(
          "with "
              + order.ociRuntime()
              + " and the "
              + order.driver()
              + " driver a grant is void for "
              + Ownership.words(shutOut)
              + ": the mount is writable and its files are another's; runc with the systemd driver"
              + " hands them over to all");
    }
    return warnings;
  }

  private static Optional<String> losesDelegation(Order order) {
    Release release = order.release();
    return release.patch().isPresent() && !ContainerdRelease.keepsNsdelegate(release)
        ? Optional.of(
            "containerd "
                + order.release()
                + " takes nsdelegate off the node's cgroup file system whenever a privileged"
                + " container starts; from then on root in a container raises its own limits; "
                + ContainerdRelease.firstThatKeepsNsdelegate(release)
                + " does not")
        : Optional.empty();
  }

  private static List<String> reasonsAgainst(Order order) {
    var reasons = new ArrayList<String>();
    if (order.cgroup() == CgroupVersion.v1) {
      reasons.add(
          switch (order.runtime()) {
            case containerd ->
                "on a node with cgroup v1 containerd does without its whole CRI plugin for one"
                    + " handler with cgroup_writable, and the node can run no pod; boot the node"
                    + " with cgroup v2 first";
            case crio ->
                "on a node with cgroup v1 CRI-O leaves the cgroup read-only and says nothing, so"
                    + " every grant would be void; boot the node with cgroup v2 first";
          });
    }
    switch (order.runtime()) {
      case containerd -> againstContainerd(order, reasons);
      case crio -> againstCrio(order, reasons);
    }
    return reasons;
  }

  private static void againstContainerd(Order order, List<String> reasons) {
    Release release = order.release();
    Optional<ContainerdLine> known = ContainerdLine.of(release);
    if (release.isBefore(ContainerdLine.oldest().line())) {
      reasons.add(
          "containerd "
              + release
              + " does not know cgroup_writable, which came with 2.1: it drops the key and"
              + " mounts the cgroup read-only; bring the node to 2.1 or later");
    } else if (known.isEmpty()) {
      reasons.add(unknown("containerd", release, ContainerdLine.newest().line()));
    }
    if (known.isPresent()
        && order.configVersion().isEmpty()
        && known.get().usualConfig().isEmpty()) {
      reasons.add(
          "containerd "
              + release
              + " ignores a drop-in of a lower version than its config.toml has, and for one of a"
              + " higher version drops the whole CRI section of that file; look at `version` in"
              + " /etc/containerd/config.toml, and name it: --config-version "
              + known.get().configs().stream().map(Object::toString).collect(joining(" or ")));
    }
    if (known.isPresent()
        && order.configVersion().isPresent()
        && !known.get().configs().contains(order.configVersion().getAsInt())) {
      reasons.add(
          "containerd "
              + release
              + " reads configuration of version "
              + known.get().configs()
              + " and not "
              + order.configVersion().getAsInt()
              + "; write the version that the node's own config.toml has");
    }
    if (order.form().isPresent()) {
      reasons.add("--form is for CRI-O; containerd knows handlers only, so leave it out");
    }
  }

  private static void againstCrio(Order order, List<String> reasons) {
    Release release = order.release();
    if (release.isBefore(CrioRelease.FIRST)) {
      reasons.add(
          "CRI-O "
              + release
              + " does not know the annotation for a writable cgroup, which came with 1.23; bring"
              + " the node to a release that Kubernetes still supports");
    }
    if (CrioLine.NEWEST.isBefore(release.line())) {
      reasons.add(unknown("CRI-O", release, CrioLine.NEWEST));
    }
    boolean byHandler = order.form().filter(form -> form == CrioForm.handler).isPresent();
    if (byHandler && release.isBefore(CrioRelease.DEFAULT_ANNOTATIONS)) {
      reasons.add(
          "CRI-O "
              + release
              + " knows no default_annotations of a handler, which came with 1.32; take --form"
              + " annotation");
    }
    if (order.configVersion().isPresent()) {
      reasons.add("--config-version is for containerd; CRI-O has one form only, so leave it out");
    }
  }

  private static String unknown(String program, Release release, Release newest) {
    return program
        + " "
        + release
        + " is newer than what this cgrant knows, which ends with "
        + newest
        + "; look for a newer cgrant, or order for "
        + newest
        + " and try the files on one node that runs nothing";
  }
}
