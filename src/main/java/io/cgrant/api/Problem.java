// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.admission.Printable;
import io.cgrant.file.FileProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Why a request has no answer, as RFC 9457 has it. `type` is left out, so it is `about:blank`, and
/// `title` the words of the status; `reason` is for programs, `detail` for people.
final class Problem {

  static final String TYPE = "application/problem+json";

  /// Of a manifest; of others it is said how many there are.
  private static final int MOST = 50;

  private Problem() {}

  /// @param detail what is wrong, and what to do
  static Reply of(ApiOutcome outcome, String detail) {
    return of(outcome, detail, List.of());
  }

  /// A manifest that cannot be read.
  static Reply ofManifest(List<FileProblem> problems) {
    return of(
        ApiOutcome.BadRequest,
        "the manifest cannot be read, see problems; the first: " + problems.getFirst().sentence(),
        problems);
  }

  private static Reply of(ApiOutcome outcome, String detail, List<FileProblem> problems) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("title", outcome.title());
    tree.put("status", outcome.status());
    tree.put("reason", outcome.name());
    tree.put("detail", Printable.of(detail));
    if (!problems.isEmpty()) {
      ArrayNode all = tree.putArray("problems");
      problems.stream().limit(MOST).forEach(problem -> add(all.addObject(), problem));
    }
    return new Reply(
        outcome, TYPE, tree.toString().getBytes(StandardCharsets.UTF_8), headers(outcome));
  }

  private static void add(ObjectNode tree, FileProblem problem) {
    tree.put("source", Printable.of(problem.file()));
    if (problem.line() > 0) {
      tree.put("line", problem.line());
    }
    if (problem.column() > 0) {
      tree.put("column", problem.column());
    }
    if (!problem.path().isEmpty()) {
      tree.put("path", Printable.of(problem.path()));
    }
    tree.put("detail", Printable.of(problem.detail()));
  }

  private static Map<String, String> headers(ApiOutcome outcome) {
    return switch (outcome) {
      case NotAuthenticated -> Map.of("WWW-Authenticate", "Bearer realm=\"cgrant\"");
      case Busy -> Map.of("Retry-After", "1");
      case Unavailable -> Map.of("Retry-After", "5");
      case Answered, BadRequest, Forbidden, NotFound, MethodNotAllowed, TooLarge, Failed ->
          Map.of();
    };
  }
}
