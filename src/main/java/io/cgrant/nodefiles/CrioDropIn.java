// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import io.cgrant.delegation.Ownership;
import java.util.Set;

/// The drop-in of CRI-O's configuration.
final class CrioDropIn {

  static final String FILE = "50-cgroup-writable.conf";

  private static final String HEAD =
      """
      # CRI-O $LINE mounts the cgroup of a container writable, for it alone, $WHEN.
      # By `cgrant node-files --runtime crio --version $LINE --form $FORM`.
      #
      # What a pod needs: $NEEDS.
      #
      # Before it is put to the node, as /etc/crio/crio.conf.d/$FILE:
      # - `stat -fc %T /sys/fs/cgroup` prints cgroup2fs. On cgroup v1 the cgroup stays read-only, and nobody says so.
      # - `grep ' cgroup2 ' /proc/mounts` shows nsdelegate. Without it root in a container raises its own limits.
      # - cgroup_manager = "$DRIVER" in CRI-O and cgroupDriver: $DRIVER in the kubelet.
      # - Kernel 5.8, and 6.3 for hostUsers: false. $OCI.$DEFAULT
      # - No copy of it lies beside it: CRI-O reads every file in that folder, whatever it is called.
      # - The hooks beside it are in /usr/share/containers/oci/hooks.d, or in another folder of hooks_dir. They bound how
      #   many cgroups a container makes below its own; CRI-O itself bounds nothing.
      #
      # After: restart CRI-O; `crio status config` (before 1.29 `crio-status config`) shows $SHOWN;
      # `crio config` proves nothing, for it shows what CRI-O then leaves out. A pod that was granted can `mkdir /sys/fs/cgroup/a`.
      """;

  private static final String HANDLER =
      """
      [crio.runtime.runtimes.$HANDLER]
      $RUNTIME
      # No allowed_annotations: a pod can neither set nor unset it.
      [crio.runtime.runtimes.$HANDLER.default_annotations]
      "$ANNOTATION" = "true"
      """;

  private static final String ANNOTATED =
      """
      [crio.runtime.runtimes.$HANDLER]
      $RUNTIME
      allowed_annotations = [$ALLOWED]
      """;

  private static final String WORKLOAD =
      """
      [crio.runtime.workloads.$HANDLER]
      # Its presence on a pod is enough, whatever it says.
      activation_annotation = "$HANDLER.cgrant.io"
      allowed_annotations = [$ALLOWED]
      """;

  private CrioDropIn() {}

  static String text(Order order, CrioForm form) {
    String body =
        switch (form) {
          case handler -> HANDLER;
          case annotation -> ANNOTATED;
          case workload -> WORKLOAD;
        };
    return filled(HEAD + ownership(order) + body, order, form);
  }

  private static String when(CrioForm form) {
    return switch (form) {
      case handler -> "by its handler";
      case annotation -> "by a handler and an annotation";
      case workload -> "by two annotations";
    };
  }

  private static String needs(CrioForm form) {
    return switch (form) {
      case handler -> "a RuntimeClass with handler \"$HANDLER\"; cgrant's route RuntimeClass";
      case annotation ->
          "a RuntimeClass with handler \"$HANDLER\", and the annotation\n"
              + "#   $ANNOTATION: \"true\"; cgrant's routes RuntimeClass and CrioAnnotation";
      case workload ->
          "the annotations $HANDLER.cgrant.io: \"\" and\n"
              + "#   $ANNOTATION: \"true\"; cgrant's route CrioAnnotation";
    };
  }

  private static String shown(CrioForm form) {
    return switch (form) {
      case handler, annotation -> "[crio.runtime.runtimes.$HANDLER]";
      case workload -> "[crio.runtime.workloads.$HANDLER]";
    };
  }

  private static String runtime(Order order) {
    if (order.inherits()) {
      return "inherit_default_runtime = true";
    }
    String name = order.ociRuntime().name();
    return """
    runtime_path = "%s"
    runtime_type = "oci"
    runtime_root = "/run/%s\"\
    """
        .formatted(order.binary().orElse("/usr/bin/" + name), name);
  }

  private static String allowed(Order order) {
    return "\"" + String.join("\", \"", CrioLine.names(order.release())) + "\"";
  }

  private static String defaultRuntime(Order order) {
    return order.inheritsAnother()
        ? "\n# - default_runtime = \"%s\" in CRI-O: the handler has the program of that one."
            .formatted(order.ociRuntime())
        : "";
  }

  private static String ownership(Order order) {
    Set<Ownership.Holder> shutOut = Ownership.shutOut(order.ociRuntime(), order.driver());
    return shutOut.isEmpty()
        ? "\n"
        : "#\n# Void with %s for %s:\n# the mount is writable, and its files are another's.\n\n"
            .formatted(order.ociRuntime(), Ownership.words(shutOut));
  }

  private static String filled(String text, Order order, CrioForm form) {
    return text.replace("$WHEN", when(form))
        .replace("$NEEDS", needs(form))
        .replace("$SHOWN", shown(form))
        .replace("$RUNTIME", runtime(order))
        .replace("$ALLOWED", allowed(order))
        .replace("$ANNOTATION", CrioLine.annotation(order.release()))
        .replace("$LINE", order.release().line().toString())
        .replace("$FORM", form.name())
        .replace("$FILE", FILE)
        .replace("$DRIVER", order.driver().name())
        .replace("$OCI", order.ociRuntime().needed())
        .replace("$DEFAULT", form == CrioForm.workload ? "" : defaultRuntime(order))
        .replace("$HANDLER", order.place().handler());
  }
}
