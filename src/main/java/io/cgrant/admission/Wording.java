// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The sentences a person reads.
final class Wording {

  /// The API server cuts all warnings to 256 characters once their sum passes 4,096.
  private static final int MOST_WARNINGS = 15;

  private static final int LONGEST_WARNING = 250;

  private Wording() {}

  static String refusal(Ask ask, List<Objection> objections) {
    return "no policy grants this pod a writable cgroup ("
        + counted(objections.size(), "finding")
        + "):\n"
        + objections.stream().map(o -> "- " + line(ask, o)).collect(Collectors.joining("\n"));
  }

  static List<String> wouldBeRefused(Ask ask, List<Objection> objections) {
    return warnings(ask, objections, line -> "pods would be refused: " + line);
  }

  static List<String> leftOrdinary(Ask ask, List<Objection> objections) {
    return warnings(
        ask,
        objections,
        line -> "namespace asks for a writable cgroup, pod stays ordinary: " + line);
  }

  static List<String> tolerated(Ask ask, Verdict.Granted granted) {
    return warnings(ask, granted.tolerated(), line -> "granted for now, but: " + line);
  }

  /// The distinct reasons, in order, for machines.
  static String reasons(List<Objection> objections) {
    return objections.stream()
        .map(o -> o.finding().reason())
        .distinct()
        .collect(Collectors.joining(","));
  }

  static String line(Ask ask, Objection objection) {
    String whose = objection.policy().map(p -> " (policy " + p + ")").orElse("");
    return printable(
        ask.subject().podPath()
            + objection.finding().path()
            + ": "
            + objection.finding().reason()
            + whose
            + ": "
            + objection.finding().detail());
  }

  private static List<String> warnings(
      Ask ask, List<Objection> objections, Function<String, String> sentence) {
    var warnings = new ArrayList<String>();
    for (Objection objection : objections.subList(0, Math.min(MOST_WARNINGS, objections.size()))) {
      warnings.add(shortened(sentence.apply(line(ask, objection))));
    }
    if (objections.size() > MOST_WARNINGS) {
      warnings.add("and " + counted(objections.size() - MOST_WARNINGS, "more finding"));
    }
    return warnings;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_WARNING ? text : text.substring(0, LONGEST_WARNING - 1) + "…";
  }

  /// Names in a pod are its author's: a control character in one must break neither a header nor a
  /// terminal.
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
