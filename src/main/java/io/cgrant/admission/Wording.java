// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Objections;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The sentences a person reads.
public final class Wording {

  /// The API server cuts all warnings to 256 characters once their sum passes 4,096.
  private static final int MOST_WARNINGS = 15;

  private static final int LONGEST_WARNING = 250;

  /// Names and values can be of any length: the mutating webhook sees a pod before the API server
  /// validates it.
  private static final int LONGEST_LINE = 1_000;

  private Wording() {}

  static String refusal(Ask ask, Objections objections) {
    return refused(objections)
        + ":\n"
        + String.join(
            "\n",
            lines(objections, Objections.MOST, o -> "- " + shortened(line(ask, o), LONGEST_LINE)));
  }

  private static String refused(Objections objections) {
    return "no policy grants this pod a writable cgroup (" + all(objections) + ")";
  }

  /// Of a refusal that names all there is, no line of it shortened. Nobody else breaks lines in it.
  private static String inOneLine(String refusal) {
    String next = "\n- ";
    int first = refusal.indexOf(next);
    return refusal.substring(0, first)
        + " "
        + refusal.substring(first + next.length()).replace(next, "; ");
  }

  static String undecided(Verdict.Undecided undecided) {
    return opening(undecided.cause()) + shortened(Printable.of(undecided.detail()), LONGEST_LINE);
  }

  private static String opening(Verdict.Cause cause) {
    return switch (cause) {
      case NoApiServer -> "cannot decide: ";
      case NotSynced,
          UnknownNamespace,
          UnknownRuntimeClass,
          NeedsTestimony,
          OutOfTime,
          InternalError ->
          "cannot decide yet: ";
    };
  }

  static List<String> wouldBeRefused(Ask ask, Objections objections) {
    return warnings(ask, objections, "pods would be refused: ");
  }

  static List<String> leftOrdinary(Ask ask, Objections objections) {
    return warnings(ask, objections, "namespace asks for a writable cgroup, pod stays ordinary: ");
  }

  static List<String> doubted(Ask ask, Objections objections) {
    return warnings(ask, objections, "no writable cgroup is asked for, but: ");
  }

  static List<String> tolerated(Ask ask, Verdict.Granted granted) {
    return warnings(ask, granted.tolerated(), "granted for now, but: ");
  }

  static List<String> unverified(Ask ask, Verdict.Granted granted) {
    return warnings(ask, Objections.of(granted.unverified()), "granted as far as can be told: ");
  }

  /// One sentence for each exception.
  static List<String> excepted(Ask ask, Verdict.Granted granted) {
    var warnings = new ArrayList<String>(0);
    for (Waiver waiver : granted.waivers()) {
      warnings.add(shortened(Printable.of(excepted(ask, waiver)), LONGEST_WARNING));
    }
    return warnings;
  }

  private static String excepted(Ask ask, Waiver waiver) {
    PolicyException exception = waiver.exception();
    String waived =
        waiver.findings().stream()
            .map(f -> ask.subject().locate(f.path()) + " " + f.reason())
            .collect(Collectors.joining(", "));
    return "granted by exception " + exception.name() + end(waiver) + ": waived " + waived;
  }

  private static String end(Waiver waiver) {
    PolicyException exception = waiver.exception();
    String until = " until " + exception.expires();
    return switch (exception.state(waiver.usedAt())) {
      case Active, Expired -> until;
      case ExpiresSoon -> {
        long days = Duration.between(waiver.usedAt(), exception.expires()).toDays();
        String when = days == 0 ? "in less than a day" : "in " + counted((int) days, "day");
        yield until + " (expires " + when + "; ask " + exception.owner() + ")";
      }
    };
  }

  /// Which exceptions let what pass, for machines: `migration-4711(LimitMissing)`.
  static String exceptions(List<Waiver> waivers) {
    return waivers.stream()
        .map(
            waiver ->
                waiver.findings().stream()
                    .map(f -> f.reason().name())
                    .distinct()
                    .collect(Collectors.joining(",", waiver.exception().name() + "(", ")")))
        .collect(Collectors.joining(","));
  }

  /// What happened to a pod, for a record of it, in one line: kubectl prints it in a table.
  ///
  /// @param mostBytes how long it may be in UTF-8; findings beyond are counted, not cut in half
  public static String summary(AuditEntry entry, int mostBytes) {
    Ask ask = entry.ask();
    return switch (entry.verdict()) {
      case Verdict.NotAsked(var unmet, var doubts) ->
          fitted("left ordinary", ask, unmet, mostBytes);
      case Verdict.Granted(
              var policy,
              var tolerated,
              var addition,
              var waivers,
              var unverified,
              var routes) ->
          fitted(
              "a writable cgroup is granted by policy " + policy.provenance() + named(waivers),
              ask,
              tolerated,
              mostBytes);
      case Verdict.Refused(var objections, var routes) ->
          entry
              .told()
              .filter(message -> bytes(message) <= Math.min(mostBytes, LONGEST_LINE))
              .filter(message -> objections.more() == 0)
              .map(Wording::inOneLine)
              .orElseGet(() -> fitted(refused(objections), ask, objections, mostBytes));
      case Verdict.Undecided(var cause, var detail, var inquiry) ->
          cutTo(mostBytes, opening(cause) + Printable.of(detail));
    };
  }

  /// A sentence of somebody else's, safe to show and no longer than this.
  ///
  /// @param mostBytes in UTF-8
  public static String note(String sentence, int mostBytes) {
    return cutTo(mostBytes, Printable.of(sentence));
  }

  private static String named(List<Waiver> waivers) {
    return waivers.stream()
        .map(w -> " and exception " + w.exception().name() + " until " + w.exception().expires())
        .collect(Collectors.joining());
  }

  private static String fitted(String sentence, Ask ask, Objections objections, int mostBytes) {
    if (objections.isEmpty()) {
      return cutTo(mostBytes, sentence);
    }
    var text = new StringBuilder(sentence).append(": ");
    int used = bytes(text);
    for (int i = 0; i < objections.size(); i++) {
      String more = (i == 0 ? "" : "; ") + line(ask, objections.get(i));
      String rest =
          "; and " + atLeast(objections) + (objections.size() - i + objections.more()) + " more";
      boolean isLast = i == objections.size() - 1 && objections.more() == 0;
      int reserved = isLast ? 0 : bytes(rest);
      int wanted = bytes(more);
      if (used + wanted + reserved > mostBytes) {
        return i == 0 ? cutTo(mostBytes, text + more) : text + rest;
      }
      text.append(more);
      used += wanted;
    }
    String rest = "; and " + atLeast(objections) + objections.more() + " more";
    return objections.more() == 0 ? text.toString() : text + rest;
  }

  /// In UTF-8. What is told of was made printable, so a surrogate is half of a pair.
  private static int bytes(CharSequence text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
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
    var reasons = new LinkedHashSet<String>();
    for (Objection objection : objections) {
      reasons.add(objection.finding().reason().name());
    }
    return String.join(",", reasons);
  }

  private static String line(Ask ask, Objection objection) {
    String whose = objection.policy().map(p -> " (policy " + p + ")").orElse("");
    return Printable.of(
        ask.subject().locate(objection.finding().path())
            + ": "
            + objection.finding().reason().name()
            + whose
            + ": "
            + objection.finding().detail());
  }

  private static List<String> warnings(Ask ask, Objections objections, String opening) {
    return lines(
        objections, MOST_WARNINGS, o -> shortened(opening + line(ask, o), LONGEST_WARNING));
  }

  private static List<String> lines(
      Objections objections, int most, Function<Objection, String> sentence) {
    var lines = new ArrayList<String>();
    for (Objection objection : objections.subList(0, Math.min(most, objections.size()))) {
      lines.add(sentence.apply(objection));
    }
    int rest = objections.size() - lines.size() + objections.more();
    if (rest > 0) {
      lines.add("and " + atLeast(objections) + counted(rest, "more finding"));
    }
    return lines;
  }

  /// Cuts out the middle: the field stands at the beginning and the way out at the end.
  private static String shortened(String text, int longest) {
    if (text.length() <= longest || text.codePointCount(0, text.length()) <= longest) {
      return text;
    }
    int kept = (longest - 1) / 2;
    return text.substring(0, text.offsetByCodePoints(0, kept))
        + "…"
        + text.substring(text.offsetByCodePoints(text.length(), -kept));
  }

  private static String all(Objections objections) {
    return atLeast(objections) + counted(objections.size() + objections.more(), "finding");
  }

  /// Of those that are not kept, the gate does not look for all.
  private static String atLeast(Objections objections) {
    return objections.more() == 0 ? "" : "at least ";
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
