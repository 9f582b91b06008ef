// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every cgroup of a node's pods but those at and below one: what is set there, and which processes
/// are there; and whether the node has `nsdelegate`. Seen from the node.
///
/// @param lines the value of each file, by the path of the file
record Surroundings(Map<String, String> lines) {

  private static final String FILES =
      "cgroup.procs cgroup.threads cgroup.freeze cgroup.type cgroup.subtree_control"
          + " cgroup.max.descendants cgroup.max.depth cgroup.pressure memory.max memory.high"
          + " memory.min memory.low memory.swap.max pids.max cpu.max cpu.weight cpuset.cpus";

  static Surroundings of(Node node, String cgroup) {
    String script =
        """
        cd /sys/fs/cgroup
        list=$(mktemp)
        for folder in . $(find ./kubepods* -type d -not -path '.OWN' -not -path '.OWN/*'); do
          echo "$folder:there"
          for file in FILES; do
            case $folder/$file in ./cgroup.procs | ./cgroup.threads) continue ;; esac
            echo $folder/$file >&3
          done
        done 3>$list
        xargs grep -sH '' <$list
        rm $list
        echo "nsdelegate:$(grep -c ' /sys/fs/cgroup cgroup2 .*nsdelegate' /proc/mounts)"
        """
            .replace("OWN", cgroup)
            .replace("FILES", FILES);
    var lines = new LinkedHashMap<String, String>();
    // One process reads them all: a process for each file took most of the time of a test.
    for (String line : node.run(script).orThrow().lines().sorted().toList()) {
      int end = line.lastIndexOf(':');
      lines.merge(line.substring(0, end), line.substring(end + 1), (a, b) -> a + " " + b);
    }
    return new Surroundings(lines);
  }

  /// A sentence for each that is another later.
  List<String> changes(Surroundings later) {
    var changes = new ArrayList<String>();
    lines.forEach(
        (path, value) -> {
          if (!value.equals(later.lines.get(path))) {
            changes.add(path + " was " + value + ", is " + later.lines.get(path));
          }
        });
    later.lines.keySet().stream()
        .filter(path -> !lines.containsKey(path))
        .forEach(path -> changes.add(path + " is new"));
    return changes;
  }
}
