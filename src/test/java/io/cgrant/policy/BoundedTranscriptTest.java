// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static io.cgrant.policy.Worlds.policy;
import static io.cgrant.policy.Worlds.requiring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Containers;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Transcript.Account;
import io.cgrant.policy.Transcript.Conclusion;
import io.cgrant.policy.check.AllowCapabilities;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.RequireLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is told of a decision is bounded, however much there is to tell, and says what it leaves
/// out.
final class BoundedTranscriptTest {

  private static final int MANY = 1_000;
  private static final int CHARACTERS = 100_000;
  private static final Extent SOME = new Extent(20, CHARACTERS, () -> false);
  private static final PodView CROWD = crowd();

  @Test
  void ofARequirementTheFirstFindingsAreKeptAndTheOthersCounted() {
    Account first = accounts(CROWD, SOME, strict("a")).getFirst();
    assertEquals(Conclusion.Refuses, first.conclusion());
    Point limits = first.points().getFirst();
    assertEquals(20, limits.findings().size());
    assertEquals(MANY - 20, limits.more());
    assertEquals(Point.Result.Unmet, limits.result());
  }

  @Test
  void allThatIsToldIsBoundedAndTheVerdictIsTheSame() {
    Policy[] policies = many("p");
    Transcript transcript = Transcript.of(Asks.mutate(CROWD), Worlds.with(policies), SOME);
    assertEquals(Gate.decide(Asks.mutate(CROWD), Worlds.with(policies)), transcript.verdict());
    List<Account> accounts = transcript.hearing().orElseThrow().accounts();
    assertEquals(MANY, accounts.size());
    assertEquals(Conclusion.Refuses, accounts.getFirst().conclusion());
    assertEquals(Conclusion.Unexplained, accounts.getLast().conclusion());
    assertTrue(written(accounts) < CHARACTERS + 2_000, () -> "" + written(accounts));
  }

  @Test
  void thePolicyThatGrantsIsNamedThoughThereIsNoRoomToTellOfIt() {
    Policy[] policies =
        Stream.concat(Stream.of(many("p")), Stream.of(requiring(policy("z-lax"))))
            .toArray(Policy[]::new);
    List<Account> accounts = accounts(CROWD, SOME, policies);
    assertEquals(Conclusion.Grants, accounts.getLast().conclusion());
    assertEquals(List.of(), accounts.getLast().points());
  }

  @Test
  void afterItsTimeNoPolicyIsToldOf() {
    Extent late = new Extent(20, CHARACTERS, () -> true);
    List<Account> accounts = accounts(CROWD, late, strict("a"), requiring(policy("b")));
    assertEquals(
        List.of(Conclusion.Unexplained, Conclusion.Grants),
        accounts.stream().map(Account::conclusion).toList());
    Account web =
        accounts(CROWD, late, Worlds.in(Map.of("team", "web"), policy("c")), Asks.mutate(CROWD))
            .getFirst();
    assertEquals(Conclusion.DoesNotSpeak, web.conclusion());
    assertEquals(1, web.misses().size());
  }

  @Test
  void whatThePolicyAsksOfTheApiServerIsKnownThoughItIsNotToldOf() {
    var terms = new Terms(List.of(), Optional.of(new Quota(3)), Authorization.Required);
    Extent late = new Extent(20, CHARACTERS, () -> true);
    Account guarded = accounts(CROWD, late, Worlds.under(policy("a"), terms)).getFirst();
    assertEquals(Conclusion.Unexplained, guarded.conclusion());
    assertEquals(Point.Result.Unknown, guarded.standing().getFirst().result());
  }

  /// A label can be as long as the manifest, and each policy may quote it.
  @Test
  void aLabelOfAnyLengthIsNotQuotedByEachPolicy() {
    PodView pod = Pods.granted().withLabel("team", "A".repeat(100_000)).view();
    var selector = new LabelSelector(Map.of("team", "ml"), List.of());
    var match = new Match(Optional.empty(), Optional.of(selector), Set.of());
    Account one = accounts(pod, SOME, Worlds.matching(policy("a"), match)).getFirst();
    assertTrue(one.misses().getFirst().detail().length() <= 4_000);
    Policy[] policies =
        IntStream.range(0, MANY)
            .mapToObj(i -> Worlds.matching(policy("p%04d".formatted(i)), match))
            .toArray(Policy[]::new);
    List<Account> accounts = accounts(pod, SOME, policies);
    assertEquals(Conclusion.DoesNotSpeak, accounts.getLast().conclusion());
    int quoted =
        accounts.stream()
            .flatMap(a -> a.misses().stream())
            .mapToInt(miss -> miss.detail().length())
            .sum();
    assertTrue(quoted <= CHARACTERS + 4_000, () -> "" + quoted);
  }

  private static int written(List<Account> accounts) {
    return accounts.stream()
        .flatMap(a -> Stream.of(a.given(), a.points(), a.standing()).flatMap(List::stream))
        .flatMap(point -> point.findings().stream())
        .mapToInt(BoundedTranscriptTest::length)
        .sum();
  }

  private static int length(Finding finding) {
    return finding.path().length() + finding.detail().length();
  }

  private static List<Account> accounts(PodView pod, Extent extent, Policy... policies) {
    return accounts(pod, extent, Worlds.with(policies), Asks.mutate(pod));
  }

  private static List<Account> accounts(PodView pod, Extent extent, Snapshot snapshot, Ask ask) {
    return Transcript.of(ask, snapshot, extent).hearing().orElseThrow().accounts();
  }

  private static Policy[] many(String prefix) {
    return IntStream.range(0, MANY)
        .mapToObj(i -> strict(prefix + "%04d".formatted(i)))
        .toArray(Policy[]::new);
  }

  private static Policy strict(String name) {
    return requiring(
        policy(name), new RequireLimits(List.of("memory"), Map.of()), AllowCapabilities.STRICT);
  }

  private static PodView crowd() {
    Pods pods = Pods.granted();
    for (int i = 0; i < MANY; i++) {
      pods =
          pods.withContainer(
              Containers.main("c" + i).withoutLimit("memory").withCapabilities("SYS_ADMIN"));
    }
    return pods.view();
  }
}
