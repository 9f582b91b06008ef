// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.OciRuntime;
import io.cgrant.delegation.Ownership;
import java.util.Set;

/// The drop-in of containerd's configuration: one more handler, and nothing of the others changed.
final class ContainerdDropIn {

  static final String FILE = "50-cgroup-writable.toml";

  /// Version 3 and 4 name the plugin of the runtime; version 2 that of all of CRI, which newer
  /// ones take apart as they read it.
  private static final String PLUGIN_FROM_3 = "'io.containerd.cri.v1.runtime'";

  private static final String PLUGIN_OF_2 = "\"io.containerd.grpc.v1.cri\"";

  private static final String HEAD =
      """
      # A handler of containerd $LINE that mounts the cgroup of a container writable, for it alone.
      # By `cgrant node-files --runtime containerd --version $LINE --config-version $CONFIG`.
      #
      # What it does: in pods whose RuntimeClass has handler "$HANDLER", /sys/fs/cgroup is writable. All other pods
      # stay as they are. The base specification bounds each container to $DESCENDANTS cgroups below its own, $DEPTH deep.
      #
      # Before it is put to the node, as $FOLDER/$FILE:
      # - `stat -fc %T /sys/fs/cgroup` prints cgroup2fs. On cgroup v1 containerd does without CRI for this one key: the
      #   node runs no pod at all any more.
      # - `grep ' cgroup2 ' /proc/mounts` shows nsdelegate. Without it root in a container raises its own limits.
      """;

  private static final String TAIL =
      """
      # - $BASE is there. Where it is missing, containerd does without CRI too.
      # - The kubelet has cgroupDriver: $DRIVER, and all handlers say the same: a new one inherits nothing.
      # - Kernel 5.8, and 6.3 for hostUsers: false. $OCI.
      #
      # After: `containerd config dump` shows the handler with cgroup_writable = true beside the ones there were; restart
      # containerd; a pod of the class can `mkdir /sys/fs/cgroup/a`.
      """;

  private ContainerdDropIn() {}

  static String text(Order order, ContainerdLine line, int config) {
    String handler = order.place().handler();
    String table =
        "plugins.%s.containerd.runtimes.%s"
            .formatted(config == 2 ? PLUGIN_OF_2 : PLUGIN_FROM_3, handler);
    var text = new StringBuilder();
    text.append(filled(HEAD, order, line, config));
    text.append(mainFile(line, config)).append(imports(line));
    text.append(filled(TAIL, order, line, config)).append(ownership(order));
    text.append("version = ").append(config).append("\n\n");
    text.append("[").append(table).append("]\n");
    text.append("  runtime_type = \"io.containerd.runc.v2\"\n");
    text.append("  cgroup_writable = true\n");
    text.append("  base_runtime_spec = \"").append(order.place().baseSpec()).append("\"\n");
    text.append("  [").append(table).append(".options]\n");
    String binary = order.binary().orElse(order.ociRuntime() == OciRuntime.runc ? "" : "crun");
    if (!binary.isEmpty()) {
      text.append("    BinaryName = \"").append(binary).append("\"\n");
    }
    text.append("    SystemdCgroup = ").append(order.driver() == CgroupDriver.systemd);
    return text.append('\n').toString();
  }

  /// Measured with 2.1.9, 2.3.4 and 2.4.2.
  private static String mainFile(ContainerdLine line, int config) {
    if (line.mixesVersions()) {
      return """
      # - /etc/containerd/config.toml says `version = %d`%s
      """
          .formatted(
              config,
              config == 2
                  ? " or more: this file is right beside all of them."
                  : " or more, or 2.3.0 to 2.3.4 do not start.");
    }
    return """
    # - /etc/containerd/config.toml says `version = %d`, as this file does. %s
    """
        .formatted(
            config,
            config == 2
                ? "Were it 3, this file would be ignored in silence."
                : "Were it 2, all of its CRI section would be lost.");
  }

  /// Only what the main file names is read. The default of 2.2 is no more than a line in what
  /// `containerd config default` prints.
  private static String imports(ContainerdLine line) {
    String whoWrites =
        line.namesDropIns()
            ? "`containerd config default` writes that line; a file from before 2.2 has it not."
            : "`containerd config default` of " + line.line() + " does not write that line.";
    return "# - The same file says imports = [\"" + FOLDER + "/*.toml\"].\n#   " + whoWrites + "\n";
  }

  private static final String FOLDER = "/etc/containerd/conf.d";

  private static String ownership(Order order) {
    Set<Ownership.Holder> shutOut = Ownership.shutOut(order.ociRuntime(), order.driver());
    return shutOut.isEmpty()
        ? ""
        : "#\n# Void for %s:\n# the mount is writable, and its files are another's.\n"
            .formatted(Ownership.words(shutOut));
  }

  private static String filled(String text, Order order, ContainerdLine line, int config) {
    return order
        .bound()
        .filled(text)
        .replace("$LINE", line.line().toString())
        .replace("$CONFIG", Integer.toString(config))
        .replace("$HANDLER", order.place().handler())
        .replace("$FOLDER", FOLDER)
        .replace("$FILE", FILE)
        .replace("$BASE", order.place().baseSpec())
        .replace("$DRIVER", order.driver().name())
        .replace("$OCI", order.ociRuntime().needed());
  }
}
