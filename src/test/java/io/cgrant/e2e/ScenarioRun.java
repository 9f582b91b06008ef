// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.e2e.Then.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/// One scenario on the stand.
final class ScenarioRun {

  private final Stand stand;
  private final Stage stage;
  private final Then then;
  private final List<JsonNode> objects;

  private ScenarioRun(Stand stand, Stage stage, Then then, List<JsonNode> objects) {
    this.stand = stand;
    this.stage = stage;
    this.then = then;
    this.objects = objects;
  }

  static void of(Scenario scenario, Stand stand) {
    String id = stand.newId();
    Then then = scenario.then(id);
    then.needs().forEach(ability -> Abort.unless(stand.cluster(), ability, scenario.name()));
    try (var stage = new Stage(stand)) {
      stage.given(scenario.given(id));
      new ScenarioRun(stand, stage, then, scenario.when(id)).play();
    }
  }

  private void play() {
    assertEquals(
        then.objects().stream().map(Then.Outcome::object).toList(),
        objects.stream().map(ScenarioRun::title).toList(),
        "then.yaml speaks of the objects of when.yaml, in their order");
    long reviewsBefore = stand.cgrant().settledMetrics().reviews();
    var checks = new ArrayList<Executable>();
    for (int i = 0; i < objects.size(); i++) {
      JsonNode object = objects.get(i);
      Then.Outcome outcome = then.objects().get(i);
      Reply reply = stage.create(object);
      checks.add(() -> check(outcome, object, reply));
    }
    long reviews = stand.cgrant().settledMetrics().reviews() - reviewsBefore;
    then.reviews().ifPresent(n -> checks.add(() -> assertEquals(n, (int) reviews, "reviews")));
    then.events().forEach(event -> checks.add(() -> await(event)));
    checks.add(this::checkAbsentEvents);
    assertAll(checks);
  }

  private void check(Then.Outcome outcome, JsonNode object, Reply reply) {
    String title = outcome.object();
    Answer answer = reply.accepted() ? Answer.accepted : Answer.refused;
    assertEquals(outcome.is(), answer, () -> title + ": " + reply.message());
    var checks = new ArrayList<Executable>();
    outcome.message().forEach(text -> checks.add(() -> contains(title, text, reply.message())));
    outcome.warnings().ifPresent(texts -> checks.add(() -> warned(title, texts, reply)));
    Reply stored = stage.stored(object);
    checks.add(
        () -> assertEquals(reply.accepted() ? 200 : 404, stored.code(), title + " is stored"));
    outcome
        .stored()
        .forEach(
            (path, value) ->
                checks.add(
                    () ->
                        assertEquals(value, Field.text(stored.body(), path), title + " " + path)));
    for (String path : outcome.absent()) {
      checks.add(() -> assertEquals("", Field.text(stored.body(), path), title + " " + path));
    }
    assertAll(title, checks);
  }

  private static void warned(String title, List<String> texts, Reply reply) {
    if (texts.isEmpty()) {
      assertEquals(List.of(), reply.warnings(), title);
    }
    texts.forEach(text -> contains(title, text, String.join("\n", reply.warnings())));
  }

  private static void contains(String title, String text, String all) {
    assertTrue(all.contains(text), () -> title + ": no \"" + text + "\" in:\n" + all);
  }

  private void await(Then.EventLike wanted) {
    Wait.upTo(Duration.ofSeconds(wanted.withinSeconds()))
        .until(
            () -> wanted + " among " + events(wanted.regarding()).toList(),
            () -> events(wanted.regarding()).anyMatch(event -> isLike(event, wanted)));
  }

  private static boolean isLike(JsonNode event, Then.EventLike wanted) {
    String note = event.path("note").asText();
    return event.path("reason").asText().equals(wanted.reason())
        && wanted.note().stream().allMatch(note::contains);
  }

  private void checkAbsentEvents() {
    for (String object : then.noEventsAbout()) {
      assertEquals(List.of(), events(object).toList(), object);
    }
  }

  private Stream<JsonNode> events(String regarding) {
    return objects.stream()
        .map(Manifests::namespace)
        .distinct()
        .flatMap(namespace -> stage.events(namespace).about(regarding).stream());
  }

  private static String title(JsonNode object) {
    return Manifests.kind(object) + "/" + Manifests.name(object);
  }
}
