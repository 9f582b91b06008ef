// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Refuses annotations that tell the runtime what no field of the pod shows: cgroup keys, systemd
/// properties, raw features of runc and crun, a user namespace that `hostUsers` does not know of,
/// another OCI runtime, another seccomp profile, what a plugin of the runtime shall do. They undo
/// what the other checks found in order.
///
/// The key counts, whatever its value. Most are known by how they begin: the forms for a single
/// container have its name behind a dot or a slash. Of three families it is otherwise:
/// `bundle` counts as a whole name only. Every key that has `.noderesource.dev`, `.nri.io` or
/// `.nri.containerd.io` anywhere in it is for a plugin of NRI and refused, but for two:
/// `required-plugins.noderesource.dev`, which only insists that plugins are there, and
/// `writable-cgroups.noderesource.dev`, which is a route. And every key that begins with
/// `io.kubernetes.cri-o.` or has `.crio.io` anywhere in it is for CRI-O: one that cgrant does not
/// know is refused as well, since a newer CRI-O may know more of them. What CRI-O knows besides is
/// accepted, as `devices.crio.io`: it gives only the devices that the node's administrator lists,
/// and none that a cgroup needs.
///
/// Source: CRI-O `pkg/annotations`, in the old and the new spelling; runc `org.systemd.property.`
/// (CVE-2024-3154) and `bundle`; crun `run.oci.`; the plugins of `containerd/nri`.
///
/// Reasons: `RuntimeAnnotation`, `UnknownRuntimeAnnotation`.
///
/// Way out: remove the annotation and use the field of the pod that is meant for it. What a plugin
/// of NRI adds has none: take devices by a resource claim or a device plugin and folders by a
/// volume, or leave it to a pod that does not ask. So too with a key of CRI-O's that is not known.
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
  private static final String OWN = "is one that a runtime sets for itself";
  private static final String HOOK = "has a hook on the node write a file";

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
          new Family("cpu-c-states.crio.io", CPU),
          new Family("cpu-freq-governor.crio.io", CPU),
          new Family("io.kubernetes.cri-o.seccompNotifierAction", SECCOMP),
          new Family("seccomp-notifier-action.crio.io", SECCOMP),
          new Family("io.kubernetes.cri.", OWN),
          new Family("module.wasm.image/variant", OCI),
          new Family("io.containers.trace-syscall", HOOK),
          new Family("org.criu.config", CRIU));

  /// runc's own word for where a container lies. A whole name, since others may begin so.
  private static final Family BUNDLE = new Family("bundle", OCI);

  /// Its old names and its new ones.
  private static final AnnotationNames CRIO =
      new AnnotationNames(List.of(), List.of("io.kubernetes.cri-o."), List.of(".crio.io"));

  /// The domains of the NRI project's plugins, among them one that mounts any folder of the node.
  private static final AnnotationNames PLUGINS =
      new AnnotationNames(
          List.of(), List.of(), List.of(".noderesource.dev", ".nri.io", ".nri.containerd.io"));

  private static final Family PLUGIN =
      new Family("", "has a plugin on the node change the container, its mounts among them");

  /// What the names begin with by which NRI's `device-injector` mounts whatever folder of the node
  /// a pod writes into the annotation, the cgroup tree among them. Where no such plugin is, they do
  /// nothing, so a pod that does not ask hears of them and is not refused.
  private static final AnnotationNames MOUNTS =
      AnnotationNames.beginningWith(List.of("mounts.noderesource.dev", "mounts.nri.io"));

  /// It only insists that plugins are there.
  private static final AnnotationNames INSISTS =
      AnnotationNames.beginningWith(List.of("required-plugins.noderesource.dev"));

  /// What makes the cgroup writable is a route, and a policy's business.
  private static final AnnotationNames ROUTES =
      AnnotationNames.beginningWith(
          List.of(
              "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw",
              "cgroup2-mount-hierarchy-rw.crio.io",
              "writable-cgroups.noderesource.dev"));

  /// What else CRI-O knows and what no policy needs to look at, by old and new names.
  private static final List<String> HARMLESS =
      List.of(
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

  /// Of the names that CRI-O may read, those that cgrant knows, beside [#PLUGINS].
  private static final AnnotationNames KNOWN =
      new AnnotationNames(
          HARMLESS,
          Stream.concat(FAMILIES.stream().map(Family::prefix), ROUTES.prefixes().stream()).toList(),
          List.of());

  @Override
  public List<Finding> examine(PodView pod) {
    return gathered(pod, ForbidRuntimeAnnotations::refused);
  }

  /// What of it a pod that need not ask hears: what cgrant does not know, and what may give a
  /// writable cgroup by a plugin.
  public static List<Finding> ofOrdinary(PodView pod) {
    return gathered(
        pod, key -> MOUNTS.include(key) || family(key).isEmpty() ? refused(key) : Optional.empty());
  }

  private static List<Finding> gathered(PodView pod, Function<String, Optional<Finding>> about) {
    var found = new ArrayList<Finding>(0);
    for (String key : pod.annotations().keySet()) {
      if (found.size() == Finding.MOST) {
        break;
      }
      about.apply(key).ifPresent(found::add);
    }
    // A map has no order of its own, and findings must have one.
    found.sort(Comparator.comparing(Finding::path));
    return found;
  }

  private static Optional<Finding> refused(String key) {
    Optional<Finding> known = family(key).map(family -> finding(key, family));
    return known.isPresent() || !isUnknown(key) ? known : Optional.of(unknown(key));
  }

  /// Whether an annotation of this name is one that this check may refuse.
  public static boolean reads(String key) {
    return family(key).isPresent() || CRIO.include(key);
  }

  /// What a name begins with that this check may refuse; for some see [#infixes].
  public static List<String> prefixes() {
    return Stream.concat(
            CRIO.prefixes().stream(),
            FAMILIES.stream().map(Family::prefix).filter(p -> !CRIO.include(p)))
        .toList();
  }

  /// Whole names that this check refuses, and nothing that begins so.
  public static List<String> names() {
    return List.of(BUNDLE.prefix());
  }

  /// What every other name holds that this check may refuse.
  public static List<String> infixes() {
    return Stream.concat(CRIO.infixes().stream(), PLUGINS.infixes().stream()).toList();
  }

  /// What CRI-O may read. Of these, [#ofOrdinary] names those that are neither known nor a
  /// plugin's; and all [#mounts].
  public static AnnotationNames crio() {
    return CRIO;
  }

  /// Those of CRI-O's that cgrant knows.
  public static AnnotationNames known() {
    return KNOWN;
  }

  /// What a plugin may read, but for those that are [#insisting].
  public static AnnotationNames plugins() {
    return PLUGINS;
  }

  /// What only insists that plugins are there.
  public static AnnotationNames insisting() {
    return INSISTS;
  }

  /// What a plugin may mount something for.
  public static AnnotationNames mounts() {
    return MOUNTS;
  }

  private static Optional<Family> family(String key) {
    for (Family family : FAMILIES) {
      if (key.startsWith(family.prefix())) {
        return Optional.of(family);
      }
    }
    if (key.equals(BUNDLE.prefix())) {
      return Optional.of(BUNDLE);
    }
    return isOfPlugin(key) ? Optional.of(PLUGIN) : Optional.empty();
  }

  private static boolean isOfPlugin(String key) {
    return PLUGINS.include(key) && !ROUTES.include(key) && !INSISTS.include(key);
  }

  private static boolean isUnknown(String key) {
    return CRIO.include(key) && !HARMLESS.contains(key) && !ROUTES.include(key);
  }

  private static Finding unknown(String key) {
    return new Finding(
        "metadata.annotations[" + key + "]",
        Reason.UnknownRuntimeAnnotation,
        "the annotation is one for CRI-O that cgrant does not know; remove it, or do not ask");
  }

  private static Finding finding(String key, Family family) {
    return new Finding(
        "metadata.annotations[" + key + "]",
        Reason.RuntimeAnnotation,
        "the annotation " + family.effect() + "; remove it and use the pod's own fields");
  }
}
