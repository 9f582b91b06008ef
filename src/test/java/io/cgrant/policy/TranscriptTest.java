// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static io.cgrant.policy.Worlds.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Transcript.Conclusion;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TranscriptTest {

  private static final PodView LABELLED = Pods.granted().view();
  private static final PodView ON_HOST_USERS = Pods.granted().withHostUsers(true).view();

  private static Transcript of(PodView pod, Policy... policies) {
    return Transcript.of(Asks.mutate(pod), Worlds.with(policies));
  }

  private static List<Conclusion> conclusions(Transcript transcript) {
    return transcript.hearing().orElseThrow().accounts().stream()
        .map(Transcript.Account::conclusion)
        .toList();
  }

  @Test
  void thePolicyThatWouldGrantTooIsHeardAfterTheOneThatGrants() {
    Transcript transcript = of(LABELLED, policy("a"), policy("b"));
    assertEquals(List.of(Conclusion.Grants, Conclusion.WouldGrant), conclusions(transcript));
    Transcript.Account second = transcript.hearing().orElseThrow().accounts().getLast();
    assertEquals(List.of("RequireUserNamespace"), names(second.points()));
    assertEquals(Point.Result.Met, second.points().getFirst().result());
  }

  @Test
  void eachCheckSaysWhatItFinds() {
    Transcript transcript = of(ON_HOST_USERS, policy("a"), policy("warns", Enforcement.Warn));
    assertEquals(List.of(Conclusion.Refuses, Conclusion.Grants), conclusions(transcript));
    Point point = transcript.hearing().orElseThrow().accounts().getFirst().points().getFirst();
    assertEquals(Point.Result.Unmet, point.result());
    assertEquals(Reason.UserNamespaceMissing, point.findings().getFirst().reason());
  }

  @Test
  void whatThePodIsGivenIsPartOfWhatIsHeard() {
    Transcript transcript =
        of(
            Pods.granted().withoutHostUsers().view(),
            Worlds.granting(policy("a"), Worlds.grantWithUserNamespace(Worlds.CLASS)));
    assertEquals(List.of(Conclusion.Grants), conclusions(transcript));
    assertEquals(Set.of(), transcript.routes());
  }

  @Test
  void aPolicyThatDoesNotSpeakSaysWhichPartOfItsMatchDoesNotHold() {
    Transcript transcript =
        Transcript.of(Asks.mutate(LABELLED), Worlds.in(Map.of("team", "web"), policy("ml")));
    Transcript.Account account = transcript.hearing().orElseThrow().accounts().getFirst();
    assertEquals(Conclusion.DoesNotSpeak, account.conclusion());
    assertEquals(
        List.of(new Match.Miss("namespaceSelector", "label team is \"web\", wanted is \"ml\"")),
        account.misses());
  }

  @Test
  void everySelectorIsToldWithWhatIsThereAndWhatIsWanted() {
    var selector =
        new LabelSelector(
            Map.of("b", "2", "a", "1"),
            List.of(
                new LabelSelector.In("team", Set.of("y", "x")),
                new LabelSelector.NotIn("stage", Set.of("prod")),
                new LabelSelector.Exists("owner"),
                new LabelSelector.DoesNotExist("old")));
    var match = new Match(Optional.of(selector), Optional.empty(), Set.of("ray-head"));
    assertEquals(
        List.of(
            "namespaceSelector label a is not there, wanted is \"1\"",
            "namespaceSelector label b is \"3\", wanted is \"2\"",
            "namespaceSelector label team is \"z\", wanted is one of [x, y]",
            "namespaceSelector label stage is \"prod\", wanted is none of [prod]",
            "namespaceSelector label owner is not there, wanted is any value",
            "namespaceSelector label old is \"1\", wanted is no such label",
            "serviceAccounts the pod's is \"default\", and it names [ray-head]"),
        match.misses(LABELLED, Map.of("b", "3", "team", "z", "stage", "prod", "old", "1")).stream()
            .map(miss -> miss.field() + " " + miss.detail())
            .toList());
    assertEquals(
        "match",
        new Match(Optional.empty(), Optional.empty(), Set.of())
            .misses(LABELLED, Map.of())
            .getFirst()
            .field());
  }

  @Test
  void aPodThatDoesNotAskIsNotHeard() {
    Transcript transcript = of(Pods.granted().withoutLabels().view(), policy("a"));
    assertEquals(Optional.empty(), transcript.hearing());
    assertEquals(Verdict.NotAsked.UNTOUCHED, transcript.verdict());
  }

  @Test
  void theFloorOverrulesAPolicyThatHasNothingAgainstThePod() {
    Transcript transcript = of(Pods.granted().withOs("windows").view(), policy("a"));
    assertEquals(List.of(Conclusion.Overruled), conclusions(transcript));
    assertTrue(
        transcript.hearing().orElseThrow().floor().stream()
            .anyMatch(point -> point.result() == Point.Result.Unmet));
  }

  @Test
  void aRouteThatThePolicyDoesNotGrantIsToldBesideOneThatItDoes() {
    PodView pod =
        Pods.granted()
            .withRuntimeClass(Worlds.CLASS)
            .withAnnotation("cgroup2-mount-hierarchy-rw.crio.io", "true")
            .view();
    Transcript transcript = of(pod, policy("a"));
    assertEquals(Set.of(Route.Name.RuntimeClass, Route.Name.CrioAnnotation), transcript.routes());
    List<Point> given = transcript.hearing().orElseThrow().accounts().getFirst().given();
    assertEquals(
        Map.of("route RuntimeClass", Point.Result.Met, "route CrioAnnotation", Point.Result.Unmet),
        Map.of(
            given.get(0).requirement().name(), given.get(0).result(),
            given.get(1).requirement().name(), given.get(1).result()));
    assertEquals(List.of(Conclusion.Refuses), conclusions(transcript));
  }

  @Test
  void aRuleIsToldByItsName() {
    Transcript transcript =
        of(LABELLED, Worlds.ruledBy(policy("a"), Written.rule("small", Written.FALSE)));
    Point rule = transcript.hearing().orElseThrow().accounts().getFirst().points().getLast();
    assertEquals("rule small", rule.requirement().name());
    assertEquals(Point.Result.Unmet, rule.result());
  }

  @Test
  void whatNobodyWasAskedAboutIsUnknown() {
    Transcript transcript = of(LABELLED, guarded());
    assertEquals(List.of(Conclusion.Untold), conclusions(transcript));
    Point untold = transcript.hearing().orElseThrow().accounts().getFirst().standing().getFirst();
    assertEquals(Point.Result.Unknown, untold.result());

    Transcript preview =
        Transcript.of(Asks.preview(LABELLED), Worlds.with(guarded()).with(Testimony.OFFLINE));
    assertEquals(List.of(Conclusion.Grants), conclusions(preview));
    assertEquals(
        List.of("require.authorization", "require.quota"),
        names(preview.hearing().orElseThrow().accounts().getFirst().standing()));
  }

  @Test
  void whatTheApiServerSaidAgainstItIsTold() {
    var denied = new Finding("metadata", Reason.AuthorNotAllowed, "no");
    var heard = Testimony.NONE.with(new Inquiry.Permission("a"), List.of(denied));
    Transcript transcript =
        Transcript.of(Asks.mutate(LABELLED), Worlds.with(guarded()).with(heard));
    assertEquals(List.of(Conclusion.Refuses), conclusions(transcript));
    Point told = transcript.hearing().orElseThrow().accounts().getFirst().standing().getFirst();
    assertEquals(List.of(denied), told.findings());
  }

  private static Policy guarded() {
    return Worlds.under(
        policy("a"), new Terms(List.of(), Optional.of(new Quota(3)), Authorization.Required));
  }

  private static List<String> names(List<Point> points) {
    return points.stream().map(point -> point.requirement().name()).toList();
  }
}
