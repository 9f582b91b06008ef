// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.drift.Cause;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.check.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writes `docs/reference/reasons.md`: every word that an answer, an Event or the decision log can
/// give as a reason. A finding takes its reason from the enum [Reason], so none is missing there.
@Tag("generated")
final class ReasonsReferenceTest {

  private static final Path PAGE = Path.of("docs/reference/reasons.md");
  private static final Path SOURCES = Path.of("src/main/java/io/cgrant");

  private static final String HEAD =
      """
      <!-- Generated from the sources of the reasons by `make generate`. Do not edit. -->
      # Reasons

      The words by which an answer, an Event and the decision log say why. They do not change from one
      version to the next, so machines may read them; the sentence behind them is for people and may.

      A finding reads `field: Reason (policy NAME): sentence with the way out`. The findings stand in the
      message of a refusal (403 `Forbidden`) or in warnings, in the note of an Event, in the decision log as
      `findings[].reason`, in the API server's audit log as the annotation `reasons`, and in what `cgrant
      check` prints. Of many findings 200 are told, and of the others how many there are at least
      (`check` prints `MoreFindings`, the decision log has `more`). A policy that makes no sense is refused with 422 `Invalid` and names each field
      instead.
      """;

  private static final String CHECKS =
      """

      ## Of a check

      What a pod is or has. The check says what it means and why.

      | Reason | Check | Way out |
      |---|---|---|
      """;

  private static final String OTHERS =
      """

      ## Beside the checks

      How the pod asks, what the policy gives, and what it asks of others.
      """;

  private static final String CAUSES =
      """

      ## Why nobody could decide

      The answer is 503 `ServiceUnavailable` and begins with `cannot decide`; the decision log has the word
      as `cause`. Only pods that may be asking are refused so.
      """;

  private static final String EVENTS =
      """

      ## Of an Event

      What `kubectl get events` shows as REASON.

      An Event is about the object that a person looks at: the controller of the pod, and of a ReplicaSet or a Job whoever controls
      that, so the Deployment or the CronJob; a pod without a controller itself; a pod that runs itself; the policy. So
      `kubectl describe deployment` shows it. `kubectl describe replicaset` does not: there the controller's own
      `FailedCreate` has every finding. `related` names the pod where it exists, and otherwise the ReplicaSet or Job that tried to make
      it. Where cgrant may not read that (`get` on `replicasets` and `jobs`), or the API server does not answer in two
      seconds, the Event is about the ReplicaSet or the Job; none is lost or late by that.

      What came of pods by a policy (`Granted`, `ExceptionUsed`, `WouldRefuse`, `Refused`, `Drifted`) is told on the policy too, by one
      Event for each of these words that counts how often, in all namespaces, and names no pod: `kubectl describe writablecgrouppolicy`
      (which needs the right to list Events in all namespaces, as for any object without one). It lies in the namespace `default`, so
      whoever reads Events there learns these numbers of all tenants. A pod that is tried again counts again, and one that drifts once
      an hour. Of the policies that refused a pod, the first five by priority and name are told.

      `Granted`, `ExceptionUsed` and `WouldRefuse` of a pod that is created say what cgrant decided. A ResourceQuota is asked after that, and
      another validating webhook at the same time: where one of them refuses, no such pod is stored
      ([which were](../how-to/answer-an-auditor.md#which-pods-were-stored)).

      Its `type` is `Normal` for `Granted` and `ExceptionUsed`, and `Warning` for all others. Its `action` is what cgrant did:
      `CreatePod` or `UpdatePod` as it judged that of a pod, `LookAtPod` as it looked at one that runs; on a policy `JudgePod` or
      `LookAtPod` for what came of pods, `ReadPolicy` for `PolicyInvalid`, `ExpireException` for the end of an exception, `CountNodes`
      for `NodeNotReady`. The note is the sentence of the refusal, the grant or the drift, in 1,024 bytes at most: where not all
      findings fit, it ends with `and N more`. `reportingController` is `cgrant.io/webhook`, `reportingInstance` the replica.
      """;

  private static final String DRIFTS =
      """

      ## Why a pod drifts

      Of a pod that runs with a writable cgroup which nobody would give it today: the note of an Event
      `Drifted` begins with the word, and the log has it as [`cause`](decision-log.md#pods-that-run). One
      is told of each pod: without a record that, else of the class, of the policy, of what else changed.
      """;

  @Test
  void thePageIsWhatTheSourcesSay() {
    GeneratedFile.verify(PAGE, page());
  }

  @Test
  void everyReasonIsOnThePage() {
    String page = page();
    var missing = new ArrayList<String>();
    for (Reason reason : Reason.values()) {
      boolean isThere =
          page.contains("| `" + reason + "` |") || page.contains("\n### " + reason + "\n");
      if (!isThere) {
        missing.add(reason.name());
      }
    }
    for (Enum<?> cause : both(Verdict.Cause.values(), Cause.values())) {
      if (!page.contains("\n### " + cause + "\n")) {
        missing.add(cause.name());
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void aReasonOfNoCheckSaysWhatItMeansWhyAndAWayOut() {
    var incomplete = new ArrayList<String>();
    Stream.of(explained(), causes(), events(), drifts())
        .flatMap(docs -> docs.entrySet().stream())
        .forEach(
            entry -> {
              List<String> said = entry.getValue();
              boolean isComplete =
                  said.size() == 3
                      && said.get(1).startsWith("Why: ")
                      && said.get(2).startsWith("Way out: ");
              if (!isComplete) {
                incomplete.add(entry.getKey() + " in its source: " + said);
              }
            });
    assertEquals(List.of(), incomplete);
  }

  @Test
  void aReasonIsExplainedInOnePlace() {
    var constants = ConstantDocs.read(SOURCES.resolve("policy/check/Reason.java"), "Reason");
    assertEquals(
        Stream.of(Reason.values()).map(Enum::name).toList(), List.copyOf(constants.keySet()));
    ofChecks().keySet().forEach(reason -> assertEquals(List.of(), constants.get(reason), reason));
    for (CheckDoc doc : checks()) {
      assertTrue(!doc.labelled("Way out").isEmpty(), doc.name() + " has no paragraph `Way out:`");
    }
  }

  @Test
  void whatTheFieldsBesideTheChecksGiveAreReasonsToo() {
    for (String field : ChecksReferenceTest.TERMS.keySet()) {
      CheckDoc doc = ChecksReferenceTest.term(field);
      assertTrue(!doc.reasons().isEmpty(), field);
      doc.reasons().forEach(reason -> assertTrue(explained().containsKey(reason), reason));
    }
  }

  private static String page() {
    var page = new StringBuilder(HEAD).append(CHECKS);
    ofChecks()
        .forEach(
            (reason, doc) ->
                page.append(
                        "| `" + reason + "` | [" + doc.id() + "](checks.md#" + doc.id() + ") | ")
                    .append(doc.labelled("Way out").replace("|", "\\|"))
                    .append(" |\n"));
    page.append(OTHERS);
    explained().forEach((reason, paragraphs) -> page.append(section(reason, paragraphs)));
    page.append(CAUSES);
    causes().forEach((cause, paragraphs) -> page.append(section(cause, paragraphs)));
    page.append(EVENTS);
    events().forEach((kind, paragraphs) -> page.append(section(kind, paragraphs)));
    page.append(DRIFTS);
    drifts().forEach((cause, paragraphs) -> page.append(section(cause, paragraphs)));
    return page.toString();
  }

  private static List<CheckDoc> checks() {
    return CheckDoc.names().stream().map(name -> CheckDoc.read(CheckDoc.SOURCES, name)).toList();
  }

  private static Map<String, CheckDoc> ofChecks() {
    var byReason = new TreeMap<String, CheckDoc>(Comparator.comparing(Reason::valueOf));
    for (CheckDoc doc : checks()) {
      doc.reasons().forEach(reason -> byReason.put(reason, doc));
    }
    return byReason;
  }

  private static Map<String, List<String>> explained() {
    var docs = ConstantDocs.read(SOURCES.resolve("policy/check/Reason.java"), "Reason");
    docs.keySet().removeAll(ofChecks().keySet());
    return docs;
  }

  private static Map<String, List<String>> causes() {
    return ConstantDocs.read(SOURCES.resolve("policy/Verdict.java"), "Cause");
  }

  private static Map<String, List<String>> drifts() {
    return ConstantDocs.read(SOURCES.resolve("drift/Cause.java"), "Cause");
  }

  private static List<Enum<?>> both(Enum<?>[] some, Enum<?>[] others) {
    return Stream.concat(Stream.of(some), Stream.of(others)).toList();
  }

  private static Map<String, List<String>> events() {
    return ConstantDocs.read(SOURCES.resolve("audit/Happening.java"), "Kind");
  }

  private static String section(String word, List<String> paragraphs) {
    var section = new StringBuilder("\n### " + word + "\n");
    for (String paragraph : paragraphs) {
      section
          .append('\n')
          .append(paragraph.replaceFirst("^(Why|Way out): ", "**$1**: "))
          .append('\n');
    }
    return section.toString();
  }
}
