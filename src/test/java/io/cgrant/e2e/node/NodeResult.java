// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/// What was seen on one node.
///
/// @param seenOn a day, as `2026-11-29`
/// @param kind of the node
/// @param versions as [Node#versions] has them
/// @param claims by "claim, runtime"; `yes`, or why not
/// @param pairs by their name; `works`, `void`, or what was seen instead of what must be
/// @param hostile by "workload, stage"; empty for CRI-O, which is built without seccomp
record NodeResult(
    String seenOn,
    Node.Kind kind,
    Map<String, String> versions,
    Map<String, String> claims,
    Map<String, String> pairs,
    Map<String, String> hostile) {

  /// Runs everything there is on a node.
  static NodeResult of(Node node) {
    var claims = new LinkedHashMap<String, String>();
    for (Claim claim : Claim.values()) {
      for (OciRuntime runtime : OciRuntime.values()) {
        claims.put(key(claim, runtime), seen("yes", () -> claim.check(node, runtime)));
      }
    }
    var pairs = new LinkedHashMap<String, String>();
    for (Pair pair : Pair.of(node.kind())) {
      String grant = pair.grant() == Pair.Grant.Works ? "works" : "void";
      pairs.put(pair.name(), seen(grant, () -> pair.check(node)));
    }
    Map<String, String> hostile = node.hasCrio() ? Map.of() : hostile(node);
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    return new NodeResult(today, node.kind(), node.versions(), claims, pairs, hostile);
  }

  private static Map<String, String> hostile(Node node) {
    var results = new LinkedHashMap<String, String>();
    for (HostileStage stage : HostileStage.of(node.kind())) {
      try (var pair = new HostilePair(stage, node)) {
        for (Hostile hostile : Hostile.all()) {
          results.put(key(hostile, stage), inWords(hostile.run(pair)));
        }
      }
    }
    return results;
  }

  static String key(Claim claim, OciRuntime runtime) {
    return claim.says() + ", " + runtime.plain();
  }

  static String key(Hostile hostile, HostileStage stage) {
    return hostile.name() + ", " + stage.name();
  }

  private static String inWords(Hostile.Result result) {
    if (!result.escapes().isEmpty()) {
      return "ESCAPED: " + String.join("; ", result.escapes());
    }
    return "stays ("
        + result.refused().size()
        + " refused"
        + (result.shared().isEmpty()
            ? ""
            : ", " + result.shared().size() + " reach its pod's other container")
        + (result.raised().isEmpty() ? "" : ", lifts its own " + String.join(", ", result.raised()))
        + ")";
  }

  private static String seen(String asItMustBe, Runnable check) {
    try {
      check.run();
      return asItMustBe;
    } catch (AssertionError | IllegalStateException e) {
      NodesExtension.say(asItMustBe + " was wanted: " + e.getMessage());
      return "NO: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }

  /// Whether everything is as it must be.
  boolean holds() {
    return claims.values().stream().allMatch("yes"::equals)
        && pairs.values().stream().noneMatch(p -> p.startsWith("NO"))
        && hostile.values().stream().noneMatch(h -> h.startsWith("ESCAPED"));
  }

  String title() {
    String runtime =
        versions.containsKey("crio")
            ? "CRI-O " + versions.get("crio")
            : "containerd " + versions.get("containerd").replaceFirst("\\+.*", "");
    return runtime + (kind == Node.Kind.Machine ? ", machine" : "");
  }
}
