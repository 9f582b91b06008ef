// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How CRI-O orders `/sys/fs/cgroup` to be mounted for a container. The node's handler `recorded`
/// keeps it and starts nothing, so the words of a container may be any.
///
/// @param command in place of the image's entrypoint; empty for none
/// @param args in place of the image's command; empty for none
record CrioOrder(String image, List<String> command, List<String> args) {

  private static final String MARK = "recorded ";
  private static final Workload WORKLOAD = Workload.under("recorded");

  /// A container of the usual image, whose entrypoint is nothing.
  static CrioOrder running(String... command) {
    return new CrioOrder("localhost/e2e:1", List.of(command), List.of());
  }

  static CrioOrder called(String... args) {
    return new CrioOrder("localhost/e2e:1", List.of(), List.of(args));
  }

  /// A container of an image whose entrypoint is `/sbin/init`.
  static CrioOrder ofInit(List<String> command, List<String> args) {
    return new CrioOrder("localhost/e2e-init:1", command, args);
  }

  /// Whether each is ordered to be writable, in their order.
  static List<Boolean> areWritable(Node node, List<CrioOrder> orders) {
    var script =
        new StringBuilder(
            """
            mkdir -p /run/pods/recorded && cd /run/pods/recorded
            cat >pod.json <<'JSON'
            %s
            JSON
            pod=$(crictl runp --runtime recorded pod.json) || exit 1
            """
                .formatted(WORKLOAD.sandbox("recorded", "/kubepods/recorded")));
    for (CrioOrder order : orders) {
      script.append(
          """
          cat >container.json <<'JSON'
          %s
          JSON
          rm -f /run/recorded
          crictl create $pod container.json pod.json >failure 2>&1
          echo "recorded $(cat /run/recorded || tr '\\n' ' ' <failure)"
          """
              .formatted(order.container()));
    }
    script.append("crictl rmp --force $pod >/dev/null\n");
    var writable = new ArrayList<Boolean>();
    for (String line : node.run(script.toString()).orThrow().lines().toList()) {
      if (line.startsWith(MARK)) {
        writable.add(isWritable(line));
      }
    }
    if (writable.size() != orders.size()) {
      throw new IllegalStateException(writable.size() + " answers to " + orders.size());
    }
    return writable;
  }

  private static boolean isWritable(String line) {
    boolean isWritable = line.contains("\"rw\"");
    if (isWritable == line.contains("\"ro\"")) {
      throw new IllegalStateException("neither ro nor rw: " + line);
    }
    return isWritable;
  }

  private String container() {
    var program =
        new Program(image, command, args, Map.of(), List.of(), List.of(), Program.Console.Output);
    return WORKLOAD.running(program).container("main", "");
  }
}
