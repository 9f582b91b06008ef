// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Runs everything on nodes, and says what was seen: `NodeMatrix [--write FILE] [NODE…]`.
///
/// What was seen is kept below `target/e2e-node`, so that a page can be made of several runs. Ends
/// with 1 when something is not as it must be, with 2 when there is no such node.
public final class NodeMatrix {

  private static final Path VERSIONS = Path.of("e2e/node/containerd");
  private static final Path CRIOS = Path.of("e2e/node/crio");
  private static final Path SEEN = Path.of("target/e2e-node/seen");
  private static final ObjectMapper JSON = new ObjectMapper();

  private NodeMatrix() {}

  public static void main(String[] args) throws IOException {
    List<String> words = new ArrayList<>(List.of(args));
    Path page = null;
    if (words.contains("--write")) {
      int at = words.indexOf("--write");
      page = Path.of(words.get(at + 1));
      words.subList(at, at + 2).clear();
    }
    Map<String, List<String>> nodes = nodes();
    for (String name : words) {
      if (!nodes.containsKey(name)) {
        System.err.println("no node is called " + name + "; there are " + nodes.keySet());
        System.exit(2);
      }
    }
    Files.createDirectories(SEEN);
    for (String name : words) {
      NodeResult result = seen(name, nodes.get(name));
      Files.writeString(file(name), JSON.writeValueAsString(result));
    }
    var results = new ArrayList<NodeResult>();
    var missing = new ArrayList<String>();
    for (String name : nodes.keySet()) {
      if (Files.exists(file(name))) {
        results.add(JSON.readValue(file(name).toFile(), NodeResult.class));
      } else {
        NodesExtension.say("NOT RUN: " + name);
        missing.add(name);
      }
    }
    String text = CompatibilityPage.of(results, missing);
    if (page == null) {
      System.out.print(text);
    } else {
      Files.writeString(page, text);
    }
    System.exit(results.stream().allMatch(NodeResult::holds) ? 0 : 1);
  }

  /// With the options that start them, in the order of the page.
  static Map<String, List<String>> nodes() throws IOException {
    var nodes = new LinkedHashMap<String, List<String>>();
    nodes.put("debian", List.of());
    for (String version : names(VERSIONS)) {
      nodes.put(version, List.of("--containerd=" + version));
    }
    for (String version : names(CRIOS)) {
      nodes.put("crio-" + version, List.of("--crio=" + version));
    }
    nodes.put("machine", List.of());
    return nodes;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static NodeResult seen(String name, List<String> options) {
    var kind = name.equals("machine") ? Node.Kind.Machine : Node.Kind.Namespaces;
    long began = System.nanoTime();
    try (Node node = Node.start(kind, options)) {
      NodeResult result = NodeResult.of(node);
      NodesExtension.say(
          "%s, %s: %s after %d s"
              .formatted(
                  name,
                  result.title(),
                  result.holds() ? "all holds" : "NOT all holds",
                  (System.nanoTime() - began) / 1_000_000_000));
      return result;
    }
  }

  private static Path file(String name) {
    return SEEN.resolve(name + ".json");
  }
}
