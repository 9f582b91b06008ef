// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.admission.Printable;
import java.io.PrintWriter;

/// For people: what is indented further is the reason for what stands above it. Wide, it also says
/// where an object is from and which field of the policy asks for something.
final class TreeText {

  private static final int STEP = 2;

  private final PrintWriter out;
  private final boolean isWide;

  private TreeText(PrintWriter out, boolean isWide) {
    this.out = out;
    this.isWide = isWide;
  }

  static TreeText to(PrintWriter out) {
    return new TreeText(out, false);
  }

  static TreeText wideTo(PrintWriter out) {
    return new TreeText(out, true);
  }

  void print(JsonNode explained) {
    String granter = explained.has("policy") ? " by policy " + text(explained, "policy") : "";
    line(0, text(explained, "object") + ": " + text(explained, "verdict") + granter);
    if (isWide) {
      line(1, "from: " + text(explained, "source"));
    }
    if (explained.has("undecided")) {
      line(1, text(explained, "undecided"));
    }
    asks(explained);
    explained.path("findings").forEach(finding -> found(1, finding));
    if (explained.has("policies")) {
      heard(explained);
    }
    explained.path("notes").forEach(note -> line(1, "note: " + note.asText()));
  }

  private void asks(JsonNode explained) {
    line(1, "asks: " + text(explained, "asks"));
    for (JsonNode route : explained.path("routes")) {
      line(2, "route " + text(route, "route") + " at " + text(route, "path"));
    }
    JsonNode given = explained.path("given");
    for (String field : new String[] {"runtimeClassName", "hostUsers"}) {
      if (given.has(field)) {
        line(2, "is given " + field + " " + text(given, field));
      }
    }
  }

  private void heard(JsonNode explained) {
    line(1, "floor, which no policy can waive:");
    explained.path("floor").forEach(this::requirement);
    if (explained.path("policies").isEmpty()) {
      line(1, "there is no policy");
    }
    explained.path("policies").forEach(this::policy);
  }

  private void policy(JsonNode policy) {
    String conclusion = text(policy, "conclusion");
    line(
        1,
        "policy "
            + text(policy, "policy")
            + "@"
            + text(policy, "generation")
            + " ("
            + text(policy, "enforcement")
            + "): "
            + conclusion
            + meaning(conclusion));
    policy.path("unmatched").forEach(part -> mark("no", part.asText()));
    if (conclusion.equals("DoesNotSpeak")) {
      return;
    }
    mark("ok", "match");
    policy.path("requirements").forEach(this::requirement);
  }

  /// Of those that need one. A newer server may know more.
  private static String meaning(String conclusion) {
    return switch (conclusion) {
      case "DoesNotSpeak" -> " for this pod";
      case "WouldGrant" -> ": it has nothing against the pod";
      case "Tolerates" -> ": it does not enforce what it finds";
      case "Overruled" -> ": it has nothing against the pod, and the floor has";
      case "Untold" -> ": only the API server can tell";
      case "Unexplained" -> ": there was no room or no time to tell of it";
      default -> "";
    };
  }

  private void requirement(JsonNode requirement) {
    String name = text(requirement, "name") + asking(requirement);
    switch (text(requirement, "result")) {
      case "Met" -> mark("ok", name);
      case "Unmet" -> mark("no", name);
      case "Waived" ->
          mark(
              "--",
              name
                  + ", waived by exception "
                  + text(requirement, "exception")
                  + " until "
                  + text(requirement, "expires"));
      default -> mark("?", name);
    }
    requirement.path("findings").forEach(finding -> found(4, finding));
    if (requirement.has("more")) {
      line(4, "and " + text(requirement, "more") + " more");
    }
  }

  private String asking(JsonNode requirement) {
    String field = text(requirement, "field");
    return isWide && !field.isEmpty() ? " (" + field + ")" : "";
  }

  private void mark(String mark, String what) {
    line(2, (mark + "  ").substring(0, 2) + "  " + what);
  }

  private void found(int depth, JsonNode finding) {
    line(depth, text(finding, "path") + ": " + text(finding, "reason"));
    line(depth + 1, text(finding, "detail"));
  }

  private static String text(JsonNode tree, String field) {
    return tree.path(field).asText();
  }

  private void line(int depth, String text) {
    out.println(" ".repeat(depth * STEP) + Printable.of(text));
  }
}
