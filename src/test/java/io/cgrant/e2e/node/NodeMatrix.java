// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs everything on each node that can be had, and says what was seen: `NodeMatrix [--write
/// FILE]`.
///
/// Ends with 1 when something is not as it must be, or a kind of node does not run.
public final class NodeMatrix {

  private static final Path VERSIONS = Path.of("e2e/node/containerd");

  private NodeMatrix() {}

  public static void main(String[] args) throws IOException {
    var results = new ArrayList<NodeResult>();
    results.add(result(Node.Kind.Namespaces, List.of()));
    for (String version : versions()) {
      results.add(result(Node.Kind.Namespaces, List.of("--containerd=" + version)));
    }
    results.add(result(Node.Kind.Machine, List.of()));
    String page = CompatibilityPage.of(results);
    if (args.length == 2 && args[0].equals("--write")) {
      Files.writeString(Path.of(args[1]), page);
    } else {
      System.out.print(page);
    }
    System.exit(results.stream().allMatch(NodeResult::holds) ? 0 : 1);
  }

  /// Those that are built beside Debian's.
  private static List<String> versions() throws IOException {
    if (Files.notExists(VERSIONS)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(VERSIONS)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static NodeResult result(Node.Kind kind, List<String> options) {
    long began = System.nanoTime();
    try (Node node = Node.start(kind, options)) {
      NodeResult result = NodeResult.of(node);
      NodesExtension.say(
          "%s: %s after %d s"
              .formatted(
                  result.title(),
                  result.holds() ? "all holds" : "NOT all holds",
                  (System.nanoTime() - began) / 1_000_000_000));
      return result;
    }
  }
}
