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

  /// In characters, of what was told: thousands may be kept. Most refusals are shorter.
  private static final int LONGEST_KEPT = 4_096;

  /// Before each line of a refusal. Nobody else breaks lines in it.
  private static final String NEXT = "\n- ";

  private static final char CUT = '…';

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

  static String undecided(Ask ask, Verdict.Undecided undecided) {
    String sentence = undecided.detail() + whereToLook(ask, undecided.cause());
    return opening(undecided.cause()) + shortened(Printable.of(sentence), LONGEST_LINE);
  }

  /// For the answer alone: of a record that held what is another's each time, none would be equal
  /// to the one before, and each would be an Event of its own.
  private static String whereToLook(Ask ask, Verdict.Cause cause) {
    return switch (cause) {
      case InternalError -> " under uid " + ask.uid();
      case NotSynced,
          NoApiServer,
          UnknownNamespace,
          UnknownRuntimeClass,
          NeedsTestimony,
          OutOfTime ->
          "";
    };
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
          fitted(refused(objections), ask, objections, mostBytes);
      case Verdict.Undecided(var cause, var detail, var inquiry) ->
          new FittedText(mostBytes).cut(opening(cause) + Printable.of(detail));
    };
  }

  /// The same, but of a refusal that was told in full, what was told: whoever keeps many need not
  /// find the words again, and makes one line of it by [#noteOf].
  ///
  /// @param mostBytes how long the line may be
  public static String account(AuditEntry entry, int mostBytes) {
    return entry
        .told()
        .filter(message -> isWhole(message, entry.verdict()))
        .orElseGet(() -> summary(entry, mostBytes));
  }

  private static boolean isWhole(String message, Verdict verdict) {
    return verdict instanceof Verdict.Refused(var objections, var routes)
        && objections.more() == 0
        && message.length() <= LONGEST_KEPT
        && message.indexOf(CUT) < 0;
  }

  /// @param account as [#account] gives it
  public static String noteOf(String account, int mostBytes) {
    String[] parts = account.split(NEXT, -1);
    if (parts.length == 1) {
      return account;
    }
    String opening = parts[0].substring(0, parts[0].length() - 1);
    return new FittedText(mostBytes).of(opening, parts.length - 1, i -> parts[i + 1], 0);
  }

  /// A sentence of somebody else's, safe to show and no longer than this.
  ///
  /// @param mostBytes in UTF-8
  public static String note(String sentence, int mostBytes) {
    return new FittedText(mostBytes).cut(Printable.of(sentence));
  }

  private static String named(List<Waiver> waivers) {
    return waivers.stream()
        .map(w -> " and exception " + w.exception().name() + " until " + w.exception().expires())
        .collect(Collectors.joining());
  }

  private static String fitted(String sentence, Ask ask, Objections objections, int mostBytes) {
    return new FittedText(mostBytes)
        .of(sentence, objections.size(), i -> line(ask, objections.get(i)), objections.more());
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
