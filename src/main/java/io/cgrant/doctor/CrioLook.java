// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.CrioAnnotations;
import static io.cgrant.doctor.Concern.RuntimePrograms;

import io.cgrant.delegation.Release;
import io.cgrant.doctor.NodeFacts.Allowing;
import io.cgrant.doctor.NodeFacts.Crio;
import io.cgrant.doctor.NodeFacts.Program.Presence;
import io.cgrant.policy.RouteFinder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What CRI-O lets pods ask for by annotation.
final class CrioLook {

  /// Beginnings of what no pod should be allowed, by its old and its new name.
  private static final List<String> DANGEROUS =
      List.of(
          "io.kubernetes.cri-o.UnifiedCgroup",
          "unified-cgroup.crio.io",
          "io.kubernetes.cri-o.userns-mode",
          "userns-mode.crio.io",
          "io.kubernetes.cri-o.PlatformRuntimePath",
          "platform-runtime-path.crio.io",
          "org.systemd.property.",
          "run.oci.",
          "org.criu.config");

  /// What any file of it may say something of.
  private static final List<Concern> OF_FILES =
      List.of(
          Concern.RuntimeConfiguration,
          Concern.CgroupDriver,
          Concern.VoidUsers,
          Concern.CrioBounds,
          RuntimePrograms);

  private static final String RUNTIMES = "runtimes.";

  private CrioLook() {}

  static void at(Crio crio, NodeFacts facts, Findings findings) {
    findings.look(Concern.CgroupDriver);
    findings.look(RuntimePrograms);
    String where = Named.of(crio.files());
    List<Allowing> writable = allWritable(crio);
    if (crio.extent() == NodeFacts.Extent.Whole) {
      none(writable, where, findings);
    } else {
      OF_FILES.forEach(findings::lookInPart);
    }
    writable.forEach(one -> inform(one, crio, findings));
    ungated(crio, facts.gatedHandlers(), findings);
    crio.all().forEach(one -> dangerous(one, findings));
    programs(crio, findings);
    driver(crio, facts, where, findings);
    users(writable, crio, findings);
    CrioHookLook.at(crio, findings);
    Optional.ofNullable(facts.packages().get("cri-o"))
        .flatMap(Release::read)
        .ifPresent(release -> CrioReleaseLook.at(crio, release, findings));
  }

  /// Names of what makes a cgroup writable or lets a pod do it.
  static List<String> writable(Crio crio) {
    return allWritable(crio).stream().map(Allowing::name).toList();
  }

  private static List<Allowing> allWritable(Crio crio) {
    return crio.all().stream()
        .filter(a -> isWritable(a.annotations()) || isWritable(a.given()))
        .toList();
  }

  private static void none(List<Allowing> writable, String where, Findings findings) {
    findings.look(CrioAnnotations);
    findings.look(Concern.WritableHandlers);
    if (writable.isEmpty()) {
      findings.warn(
          CrioAnnotations,
          where,
          "no runtime has by default, and no runtime or workload allows, "
              + String.join(" or ", RouteFinder.CRIO_KEYS),
          "bring a drop-in (deploy/node), unless no granted pod comes here");
    }
  }

  private static void programs(Crio crio, Findings findings) {
    for (Allowing one : crio.all()) {
      one.program()
          .filter(program -> program.presence() == Presence.Unseen)
          .ifPresent(program -> findings.lookInPart(RuntimePrograms));
      one.program()
          .filter(program -> program.presence() == Presence.Absent)
          .ifPresent(
              program ->
                  findings.error(
                      RuntimePrograms,
                      one.name(),
                      "its program " + program.path() + " is not there",
                      "install it, or correct runtime_path"));
    }
  }

  private static boolean isWritable(List<String> annotations) {
    return annotations.stream().anyMatch(RouteFinder.CRIO_KEYS::contains);
  }

  private static void inform(Allowing one, Crio crio, Findings findings) {
    boolean isDefault = one.name().equals(RUNTIMES + crio.defaultHandler());
    if (isWritable(one.given()) && !isDefault) {
      findings.inform(
          CrioAnnotations,
          one.name(),
          "it mounts the cgroup of every pod of it writable",
          "grant route RuntimeClass to those who may");
    }
    if (isWritable(one.annotations())) {
      findings.inform(
          CrioAnnotations,
          one.name(),
          "it lets a pod mount its cgroup writable"
              + (isDefault ? ", without a RuntimeClass" : "")
              + (one.activation().isEmpty() ? "" : ", once it has annotation " + one.activation()),
          "grant route CrioAnnotation to those who may");
    }
  }

  private static void ungated(Crio crio, Set<String> gated, Findings findings) {
    var look = new UngatedLook(crio.defaultHandler(), gated, findings);
    crio.all().stream()
        .filter(one -> one.name().startsWith(RUNTIMES) && isWritable(one.given()))
        .forEach(
            one ->
                look.at(
                    one.name(),
                    one.name().substring(RUNTIMES.length()),
                    "take the annotation out of default_annotations"));
  }

  private static void dangerous(Allowing one, Findings findings) {
    for (String annotation : one.annotations()) {
      if (DANGEROUS.stream().anyMatch(annotation::startsWith)) {
        findings.error(
            CrioAnnotations,
            one.name(),
            "it allows \"" + annotation + "\"",
            "take it out of allowed_annotations: it is a way around every limit");
      }
    }
  }

  private static void users(List<Allowing> writable, Crio crio, Findings findings) {
    findings.look(Concern.VoidUsers);
    for (Allowing one : writable) {
      one.program()
          .ifPresent(program -> VoidUsersLook.at(one.name(), program, crio.driver(), findings));
    }
  }

  private static void driver(Crio crio, NodeFacts facts, String where, Findings findings) {
    facts
        .kubelet()
        .flatMap(NodeFacts.Kubelet::driver)
        .filter(driver -> driver != crio.driver())
        .ifPresent(
            driver ->
                findings.error(
                    Concern.CgroupDriver,
                    where,
                    "cgroup_manager is " + crio.driver() + ", and the kubelet uses " + driver,
                    "set both alike"));
  }
}
