// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `docs/reference/node-compatibility.md`, written by `e2e/node/matrix` and by nobody's hand.
final class CompatibilityPage {

  private static final String PAGE =
      """
      <!-- Copyright The cgrant Authors -->
      <!-- SPDX-License-Identifier: Apache-2.0 -->
      <!-- Written by e2e/node/matrix with its option write. Edit CompatibilityPage.java, below src/test/java, instead. -->
      # Node compatibility

      What real containerds and CRI-Os, runc and crun make of the node files, by running everything there is on each:
      `e2e/node/matrix --write`. What it means is in the [security model](../explanation/security-model.md).

      ## What ran

      %s
      %sA **machine** is a virtual one, with a kernel of its own, all controllers and systemd as the driver. The others are
      namespaces on the kernel of whoever ran this, with cgroupfs as the driver; where no controllers are named, cgroup v2 had none there, and amounts of CPU
      and memory are shown on the machine alone. **Of** is which node files, hostile workloads and checks were there; a test sees that they are today's.

      ## What holds

      "It" is a container under our handler. **Not shown**: this node lacks what it takes.

      %s
      ## To whom a grant is worth something

      **void**: the file system says `rw`, and everything in it belongs to somebody else, so nothing can be made.

      %s
      ## Hostile workloads

      Each file of `e2e/node/hostile`, run as root of a container under our handler, beside another such container. **Stays** means: it says so itself, no cgroup of
      another container changed, no process of it is in another's cgroup, and its neighbour answers. In brackets: how many attempts were refused, and which bounds of
      its own top it lifted. Each of these attempts succeeds in a container that nothing confines (`HostileIT.reachesItsNeighbourWhereNothingConfinesIt`). Its neighbour
      is of another pod where nothing else is said. Containers of one pod that share their processes reach each other's cgroups, and no others: how many attempts did is there too.
      As Docker's recipe has it, it may mount cgroups, in a user namespace of its own: what it mounts shows its own cgroup and no other, and how often it did is there.
      A container can lift its own bounds only without a user namespace and where the node lacks `nsdelegate`; then nothing bounds the number of its cgroups.
      Not run on CRI-O, which is built without seccomp for this.

      %s\
      """;

  static final Path FILE = Path.of("docs/reference/node-compatibility.md");

  private static final Pattern ROW_OF_NODE =
      Pattern.compile("^\\|.*\\| \\d{4}-\\d\\d-\\d\\d \\| ([0-9a-f]{8}) \\|$", Pattern.MULTILINE);

  private CompatibilityPage() {}

  static String read() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of which files the rows of nodes speak.
  static List<String> digests(String page) {
    return ROW_OF_NODE.matcher(page).results().map(row -> row.group(1)).toList();
  }

  /// Whether a claim was seen to hold on any node.
  ///
  /// @param key as [NodeResult#key] has it
  static boolean shows(String page, String key) {
    return page.lines().anyMatch(l -> l.startsWith("| " + key + " |") && l.contains("| yes |"));
  }

  /// @param missing nodes that were never run
  static String of(List<NodeResult> results, List<String> missing) {
    String notRun =
        missing.isEmpty() ? "" : "**Not run yet**: " + String.join(", ", missing) + ".\n\n";
    return PAGE.formatted(ran(results), notRun, claims(results), pairs(results), hostile(results));
  }

  private static String ran(List<NodeResult> results) {
    var table = new StringBuilder();
    row(
        table,
        List.of(
            "Node",
            "kernel",
            "runc",
            "crun",
            "cgroup v2 is mounted",
            "controllers",
            "seen on",
            "of"));
    row(table, "---|".repeat(8));
    for (NodeResult result : results) {
      row(
          table,
          Stream.concat(
                  Stream.of(result.title()),
                  Stream.of(
                      result.versions().get("kernel").replaceFirst("^(\\d+\\.\\d+\\.\\d+).*", "$1"),
                      result.versions().get("runc"),
                      result.versions().get("crun"),
                      result.versions().get("cgroup"),
                      result.versions().get("controllers"),
                      result.seenOn(),
                      result.files()))
              .map(value -> value.isEmpty() ? "none" : value)
              .toList());
    }
    return table.toString();
  }

  private static String claims(List<NodeResult> results) {
    var table = new StringBuilder();
    head(table, "It", results);
    for (Claim claim : Claim.values()) {
      for (OciRuntime runtime : OciRuntime.values()) {
        String key = NodeResult.key(claim, runtime);
        row(table, cells(key, results, r -> r.claims().get(key)));
      }
    }
    return table.toString();
  }

  private static String pairs(List<NodeResult> results) {
    var table = new StringBuilder();
    head(table, "Runtime and user", results);
    for (Pair pair : Pair.of(Node.Kind.Namespaces)) {
      row(table, cells(pair.name(), results, r -> r.pairs().get(pair.name())));
    }
    return table.toString();
  }

  private static String hostile(List<NodeResult> results) {
    var text = new StringBuilder();
    for (NodeResult result : results.stream().filter(r -> !r.hostile().isEmpty()).toList()) {
      List<HostileStage> stages = HostileStage.of(result.kind());
      text.append("### On ").append(result.title()).append("\n\n");
      row(
          text,
          Stream.concat(Stream.of("Workload", "tries"), stages.stream().map(HostileStage::name))
              .toList());
      row(text, "---|".repeat(stages.size() + 2));
      for (Hostile hostile : Hostile.all()) {
        var cells = new ArrayList<>(List.of(hostile.name(), hostile.tries()));
        stages.forEach(s -> cells.add(result.hostile().get(NodeResult.key(hostile, s))));
        row(text, cells);
      }
      text.append('\n');
    }
    return text.toString().stripTrailing() + "\n";
  }

  private static void head(StringBuilder table, String first, List<NodeResult> results) {
    row(table, cells(first, results, NodeResult::title));
    row(table, "---|".repeat(results.size() + 1));
  }

  private static List<String> cells(
      String first, List<NodeResult> results, Function<NodeResult, String> cell) {
    return Stream.concat(Stream.of(first), results.stream().map(cell)).toList();
  }

  private static void row(StringBuilder table, List<String> cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static void row(StringBuilder table, String rule) {
    table.append('|').append(rule).append('\n');
  }
}
