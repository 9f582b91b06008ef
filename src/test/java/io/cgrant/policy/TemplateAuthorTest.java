// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateAuthorTest {

  private static final Ask.Requester ANN = new Ask.Requester("ann", List.of("b", "a", "b"));
  private static final Ask.Requester REPLICA_SETS =
      new Ask.Requester(
          "system:serviceaccount:kube-system:replicaset-controller",
          List.of("system:serviceaccounts"));

  @Test
  void whatIsRecordedNamesTheSameAgain() {
    for (List<String> groups : List.of(List.<String>of(), List.of("a"), ANN.groups())) {
      var author = new Ask.Requester("ann", groups);
      assertEquals(Optional.of(author), TemplateAuthor.namedBy(TemplateAuthor.recordOf(author)));
    }
    assertEquals(
        Map.of(TemplateAuthor.NAME, "ann", TemplateAuthor.GROUPS, "b\na\nb"),
        TemplateAuthor.recordOf(ANN));
  }

  @Test
  void nobodyIsRecordedWhoseRecordCouldBeReadAsAnother() {
    assertUnfit("", List.of("a"));
    assertUnfit("ann", List.of("a\nsystem:masters"));
    assertUnfit("ann", List.of("a", ""));
    assertUnfit("a".repeat(TemplateAuthor.LONGEST_NAME + 1), List.of());
    assertUnfit("ann", List.of("a".repeat(TemplateAuthor.LONGEST_GROUPS + 1)));
    assertFalse(
        TemplateAuthor.recordOf(
                new Ask.Requester(
                    "a".repeat(TemplateAuthor.LONGEST_NAME),
                    List.of("a".repeat(TemplateAuthor.LONGEST_GROUPS))))
            .isEmpty());
  }

  @Test
  void halfARecordNamesNobody() {
    assertEquals(Optional.empty(), TemplateAuthor.namedBy(Map.of(TemplateAuthor.NAME, "ann")));
    assertEquals(Optional.empty(), TemplateAuthor.namedBy(Map.of(TemplateAuthor.GROUPS, "a")));
    assertEquals(
        Optional.empty(),
        TemplateAuthor.namedBy(Map.of(TemplateAuthor.NAME, "", TemplateAuthor.GROUPS, "a")));
  }

  @Test
  void theRecordCountsInAPodThatAControllerMakes() {
    Ask made = Asks.by(Asks.validate(recorded()), REPLICA_SETS);
    assertEquals(new Author.OfTemplate(ANN), author(made));
    assertEquals(
        new Author.OfTemplate(ANN), author(Asks.by(Asks.mutate(recorded()), REPLICA_SETS)));
    assertEquals(
        new Author.OfTemplate(ANN), author(Asks.by(Asks.preview(recorded()), REPLICA_SETS)));
  }

  @Test
  void aControllersPodWithoutARecordHasAnAuthorNobodySaw() {
    assertEquals(
        new Author.Unseen(REPLICA_SETS),
        author(Asks.by(Asks.validate(Pods.granted().view()), REPLICA_SETS)));
  }

  @Test
  void whoCreatesAPodAnswersForItWhateverItSays() {
    var bob = new Ask.Requester("bob", List.of());
    assertEquals(new Author.OfRequest(bob), author(Asks.by(Asks.validate(recorded()), bob)));
    assertEquals(new Author.OfRequest(bob), author(Asks.by(Asks.preview(recorded()), bob)));
  }

  @Test
  void whoChangesAPodAnswersForItEvenAController() {
    Ask update = Asks.update(Pods.granted().view(), recorded());
    assertEquals(new Author.OfRequest(REPLICA_SETS), author(Asks.by(update, REPLICA_SETS)));
  }

  @ParameterizedTest
  @ValueSource(strings = {TemplateAuthor.NAME, TemplateAuthor.GROUPS})
  void theRecordAloneIsNoAskAndNoDoubt(String key) {
    PodView ordinary = Pods.granted().withoutLabels().withAnnotation(key, "ann").view();
    for (Ask ask : List.of(Asks.mutate(ordinary), Asks.validate(ordinary))) {
      assertEquals(Verdict.NotAsked.UNTOUCHED, Gate.decide(ask, Worlds.with(Worlds.policy("ray"))));
    }
    assertFalse(Change.readsAnnotation(key));
  }

  private static PodView recorded() {
    Pods pods = Pods.granted();
    TemplateAuthor.recordOf(ANN).forEach(pods::withAnnotation);
    return pods.view();
  }

  private static Author author(Ask ask) {
    return Author.of(ask, Worlds.CONTROLLERS);
  }

  private static void assertUnfit(String name, List<String> groups) {
    assertEquals(Map.of(), TemplateAuthor.recordOf(new Ask.Requester(name, groups)));
  }
}
