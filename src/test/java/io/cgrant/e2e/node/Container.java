// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.util.List;
import java.util.Optional;

/// A container that runs, in a pod of its own.
///
/// @param cgroup its path below the node's top
public record Container(Node node, String pod, String id, String cgroup) implements AutoCloseable {

  private static final String EXIT = "exit ";

  /// As the container's user.
  ///
  /// @param script for busybox
  public Said sh(String script) {
    String output =
        node.run(
                "crictl exec --sync "
                    + id
                    + " /bin/sh -c "
                    + quoted("(" + script + "\n) 2>&1; code=$?; echo; echo " + EXIT + "$code"))
            .orThrow();
    List<String> lines = output.lines().toList();
    String last = lines.getLast();
    if (!last.startsWith(EXIT)) {
      throw new IllegalStateException("no end in: " + output);
    }
    return new Said(
        Integer.parseInt(last.substring(EXIT.length())),
        String.join("\n", lines.subList(0, lines.size() - 1)).strip());
  }

  /// A program, without a shell around it.
  Said run(String program) {
    return node.run("crictl exec --sync " + id + " " + program);
  }

  /// As the container sees it: of `/sys/fs/cgroup`.
  String mountOptions() {
    return sh("awk '$5 == \"/sys/fs/cgroup\" {print $6; exit}' /proc/self/mountinfo").orThrow();
  }

  /// What the node has in a file of its cgroup.
  public String read(String file) {
    return node.run("cat /sys/fs/cgroup" + cgroup + "/" + file).orThrow();
  }

  /// The path of its pod's, below the node's top.
  String podsCgroup() {
    return cgroup.substring(0, cgroup.lastIndexOf('/'));
  }

  /// What it wrote so far.
  public String log() {
    return node.run("crictl logs " + id + " 2>&1").output();
  }

  /// Nothing while it runs.
  public Optional<Integer> exitCode() {
    String[] state =
        node.run(
                "crictl inspect --output go-template"
                    + " --template '{{.status.state}} {{.status.exitCode}}' "
                    + id)
            .orThrow()
            .split(" ");
    return state[0].equals("CONTAINER_EXITED")
        ? Optional.of(Integer.parseInt(state[1]))
        : Optional.empty();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  @Override
  public void close() {
    // CRI-O waits for a process to end by itself, as long as its client does.
    String stop = node.hasCrio() ? "crictl stop --timeout 0 " + id + " && " : "";
    node.run(stop + "crictl rmp --force " + pod).orThrow();
  }
}
