// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Refuses annotations that tell the runtime what no field of the pod shows: cgroup keys, systemd
/// properties, raw features of runc and crun, a user namespace that `hostUsers` does not know of,
/// another OCI runtime, another seccomp profile. They undo what the other checks found in order.
///
/// A key counts when it begins with one of the names, whatever its value: the forms for a single
/// container have its name behind a dot or a slash. So does any other key of CRI-O's that is not
/// known to be harmless: a newer CRI-O may know more of them than cgrant.
///
/// Source: CRI-O `pkg/annotations`, in the old and the new spelling; runc `org.systemd.property.`
/// (CVE-2024-3154); crun `run.oci.`.
///
/// Reasons: `RuntimeAnnotation`, `UnknownRuntimeAnnotation`.
///
/// Way out: remove the annotation and use the field of the pod that is meant for it.
public record ForbidRuntimeAnnotations() implements Check {

  private record Family(String prefix, String effect) {}

  private static final String CGROUP = "sets cgroup keys from outside the container";
  private static final String SYSTEMD = "sets systemd properties on the node";
  private static final String OCI = "switches raw features of the OCI runtime";
  private static final String USERNS = "asks for a user namespace that hostUsers does not show";
  private static final String RUNTIME = "swaps the OCI runtime";
  private static final String SECCOMP = "swaps the seccomp profile";
  private static final String CPU = "switches off what bounds the CPU";
  private static final String RESOURCES = "sets resources past the API server";
  private static final String CRIU = "configures checkpoints";

  private static final List<Family> FAMILIES =
      List.of(
          new Family("io.kubernetes.cri-o.UnifiedCgroup", CGROUP),
          new Family("unified-cgroup.crio.io", CGROUP),
          new Family("org.systemd.property.", SYSTEMD),
          new Family("run.oci.", OCI),
          new Family("io.kubernetes.cri-o.userns-mode", USERNS),
          new Family("userns-mode.crio.io", USERNS),
          new Family("io.kubernetes.cri-o.PlatformRuntimePath", RUNTIME),
          new Family("platform-runtime-path.crio.io", RUNTIME),
          new Family("seccomp-profile.kubernetes.cri-o.io", SECCOMP),
          new Family("seccomp-profile.crio.io", SECCOMP),
          new Family("cpu-quota.crio.io", CPU),
          new Family("cpu-load-balancing.crio.io", CPU),
          new Family("cpu-shared.crio.io", CPU),
          new Family("irq-load-balancing.crio.io", CPU),
          new Family("io.kubernetes.cri-o.PodLinuxOverhead", RESOURCES),
          new Family("io.kubernetes.cri-o.PodLinuxResources", RESOURCES),
          new Family("pod-linux-overhead.crio.io", RESOURCES),
          new Family("pod-linux-resources.crio.io", RESOURCES),
          new Family("org.criu.config", CRIU));

  private static final String CRIO_OLD = "io.kubernetes.cri-o.";

  /// What the new names of CRI-O's annotations hold.
  public static final String INFIX = ".crio.io";

  /// What else CRI-O knows and what no policy needs to look at, by old and new names.
  private static final Set<String> HARMLESS =
      Set.of(
          "io.kubernetes.cri-o.TrySkipVolumeSELinuxLabel",
          "try-skip-volume-selinux-label.crio.io",
          "io.kubernetes.cri-o.ShmSize",
          "shm-size.crio.io",
          "io.kubernetes.cri-o.umask",
          "umask.crio.io",
          "io.kubernetes.cri-o.LinkLogs",
          "link-logs.crio.io",
          "io.kubernetes.cri-o.Devices",
          "devices.crio.io",
          "io.kubernetes.cri-o.DisableFIPS",
          "disable-fips.crio.io",
          "io.kubernetes.cri-o.Spoofed",
          "spoofed.crio.io");

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (String key : pod.annotations().keySet()) {
      Optional<Family> family = family(key);
      if (family.isPresent()) {
        found.add(finding(key, family.get()));
      } else if (isUnknown(key)) {
        found.add(unknown(key));
      }
    }
    // A map has no order of its own, and findings must have one.
    found.sort(Comparator.comparing(Finding::path));
    return found;
  }

  /// Whether an annotation of this name is one that this check may refuse.
  public static boolean reads(String key) {
    return family(key).isPresent() || isCrio(key);
  }

  /// What every name begins with that this check may refuse, or holds: see [#INFIX].
  public static List<String> prefixes() {
    return Stream.concat(
            Stream.of(CRIO_OLD), FAMILIES.stream().map(Family::prefix).filter(p -> !isCrio(p)))
        .toList();
  }

  private static Optional<Family> family(String key) {
    for (Family family : FAMILIES) {
      if (key.startsWith(family.prefix())) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  private static boolean isCrio(String key) {
    return key.startsWith(CRIO_OLD) || key.contains(INFIX);
  }

  private static boolean isUnknown(String key) {
    return isCrio(key) && !HARMLESS.contains(key) && !isRoute(key);
  }

  /// The two names that mount the cgroup writable are a route, and a policy's business.
  private static boolean isRoute(String key) {
    return key.startsWith("io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw")
        || key.startsWith("cgroup2-mount-hierarchy-rw.crio.io");
  }

  private static Finding unknown(String key) {
    return new Finding(
        "metadata.annotations[" + key + "]",
        "UnknownRuntimeAnnotation",
        "the annotation is one for CRI-O that cgrant does not know; remove it, or do not ask");
  }

  private static Finding finding(String key, Family family) {
    return new Finding(
        "metadata.annotations[" + key + "]",
        "RuntimeAnnotation",
        "the annotation " + family.effect() + "; remove it and use the pod's own fields");
  }
}
