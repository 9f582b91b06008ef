// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.admission.Printable;
import io.cgrant.file.FileProblem;
import io.cgrant.policy.Verdict;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.TreeSet;

/// For code review: SARIF 2.1.0, one result for each finding.
record SarifReport(String version) implements Report {

  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  @Override
  public void print(Results results, PrintWriter out) {
    ObjectNode sarif = JsonNodeFactory.instance.objectNode();
    sarif.put("$schema", SCHEMA);
    sarif.put("version", "2.1.0");
    ObjectNode run = sarif.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "cgrant");
    driver.put("version", version);
    ArrayNode rules = driver.putArray("rules");
    for (String reason : reasons(results)) {
      rules.addObject().put("id", reason);
    }
    ObjectNode invocation = run.putArray("invocations").addObject();
    invocation.put("executionSuccessful", results.problems().isEmpty());
    ArrayNode notifications = invocation.putArray("toolExecutionNotifications");
    results.problems().forEach(problem -> notify(problem, notifications.addObject()));
    ArrayNode array = run.putArray("results");
    for (Judgement judgement : results.judgements()) {
      judgement.findings().forEach(finding -> add(judgement, finding, array.addObject()));
    }
    out.println(TreeReport.pretty(sarif));
  }

  private static TreeSet<String> reasons(Results results) {
    var reasons = new TreeSet<String>();
    results.judgements().forEach(j -> j.findings().forEach(f -> reasons.add(f.reason())));
    return reasons;
  }

  private static void add(Judgement judgement, LocatedFinding finding, ObjectNode result) {
    result.put("ruleId", finding.reason());
    result.put("level", level(judgement.verdict()));
    String policy = finding.policy().map(p -> " (policy " + p + ")").orElse("");
    result.putObject("message").put("text", judgement.object() + ": " + finding.detail() + policy);
    ObjectNode location = result.putArray("locations").addObject();
    place(location, judgement.document().file(), finding.line(), 0);
    location
        .putArray("logicalLocations")
        .addObject()
        .put("fullyQualifiedName", finding.path())
        .put("kind", "member");
  }

  private static String level(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Refused refused -> "error";
      case Verdict.Undecided undecided -> "error";
      case Verdict.Granted granted -> "warning";
      case Verdict.NotAsked notAsked -> "note";
    };
  }

  private static void notify(FileProblem problem, ObjectNode notification) {
    notification.put("level", "error");
    notification.putObject("message").put("text", Printable.of(problem.sentence()));
    ObjectNode location = notification.putArray("locations").addObject();
    place(location, problem.file(), problem.line(), problem.column());
  }

  /// @param line 0 when the file as a whole is meant
  /// @param column 0 when the line as a whole is meant
  private static void place(ObjectNode location, String file, int line, int column) {
    ObjectNode physical = location.putObject("physicalLocation");
    physical.putObject("artifactLocation").put("uri", uri(file));
    if (line == 0) {
      return;
    }
    ObjectNode region = physical.putObject("region").put("startLine", line);
    if (column > 0) {
      region.put("startColumn", column);
    }
  }

  /// Viewers resolve a relative reference against the repository, so what lies below the folder we
  /// run in is named from there. What lies elsewhere is a URI of its own.
  private static String uri(String file) {
    Path path = Path.of(file).normalize();
    Path here = Path.of("").toAbsolutePath();
    if (path.isAbsolute() && !path.startsWith(here)) {
      return path.toUri().toString();
    }
    Path relative = path.isAbsolute() ? here.relativize(path) : path;
    try {
      return new URI(null, null, "./" + relative.toString().replace('\\', '/'), null)
          .toASCIIString()
          .substring(2);
    } catch (URISyntaxException e) {
      return "unnamed";
    }
  }
}
