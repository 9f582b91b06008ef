// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The sentences a person reads.
public final class Wording {

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

  /// What happened to a pod, for a record of it: a sentence, then a line for each finding.
  ///
  /// @param mostBytes how long it may be in UTF-8; findings beyond are counted, not cut in half
  public static String summary(AuditEntry entry, int mostBytes) {
    Ask ask = entry.ask();
    return switch (entry.verdict()) {
      case Verdict.NotAsked(var unmet) -> fitted("left ordinary", ask, unmet, mostBytes);
      case Verdict.Granted(var policy, var tolerated) ->
          fitted(
              "a writable cgroup is granted by policy " + policy.provenance(),
              ask,
              tolerated,
              mostBytes);
      case Verdict.Refused(var objections) ->
          fitted(
              "no policy grants this pod a writable cgroup ("
                  + counted(objections.size(), "finding")
                  + ")",
              ask,
              objections,
              mostBytes);
      case Verdict.Undecided(var cause, var detail) ->
          cutTo(mostBytes, "cannot decide yet: " + printable(detail));
    };
  }

  private static String fitted(
      String sentence, Ask ask, List<Objection> objections, int mostBytes) {
    if (objections.isEmpty()) {
      return cutTo(mostBytes, sentence);
    }
    var text = new StringBuilder(sentence).append(':');
    for (int i = 0; i < objections.size(); i++) {
      String more = "\n- " + line(ask, objections.get(i));
      String rest = "\nand " + (objections.size() - i) + " more";
      int reserved = i == objections.size() - 1 ? 0 : bytes(rest);
      if (bytes(text) + bytes(more) + reserved > mostBytes) {
        return i == 0 ? cutTo(mostBytes, text + more) : text + rest;
      }
      text.append(more);
    }
    return text.toString();
  }

  private static int bytes(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static String cutTo(int mostBytes, String text) {
    if (bytes(text) <= mostBytes) {
      return text;
    }
    int end = Math.min(text.length(), mostBytes);
    while (bytes(text.substring(0, end)) + bytes("…") > mostBytes
        || Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
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
