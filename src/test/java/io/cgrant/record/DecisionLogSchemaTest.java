// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.admission.AuditEntry;
import io.cgrant.audit.Entries;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Asks;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Route;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import io.cgrant.policy.check.Requirement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The published schema of a line says what the code writes, no more and no less.
class DecisionLogSchemaTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void everyFormOfAVerdictIsAsItSays() {
    assertEquals(
        Set.of(Verdict.class.getPermittedSubclasses()),
        forms().map(Object::getClass).collect(Collectors.toSet()));
    forms().forEach(DecisionLogSchemaTest::assertWritten);
  }

  @Test
  void aFieldThatItDoesNotKnowIsRefusedAtEveryDepth() {
    JsonNode line = line(granted());
    assertTrue(Lines.problems(line).isEmpty());
    for (String place : List.of("", "/owners/0", "/images/0", "/exceptions/0")) {
      JsonNode bent = line.deepCopy();
      ((ObjectNode) bent.at(place)).put("unknown", "x");
      assertFalse(Lines.problems(bent).isEmpty(), place);
    }
    ObjectNode refused = line(new Verdict.Refused(granted().tolerated())).deepCopy();
    refused.put("grantedBy", "ray@1");
    assertFalse(Lines.problems(refused).isEmpty(), "nobody grants what is refused");
  }

  @Test
  void everyFieldIsDescribedAndWritten() {
    var names = new TreeSet<String>();
    collect(Lines.schema(), names);
    collect(Lines.driftSchema(), names);
    Set<String> written =
        Arrays.stream(LineField.values())
            .map(f -> new String(f.written(), StandardCharsets.US_ASCII).replaceAll("[\":]", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(written, names);
  }

  @Test
  void itsWordsAreThoseOfTheCode() {
    assertEquals(names(Verdict.Cause.values()), words("/cause/enum"));
    assertEquals(names(Route.Name.values()), words("/routes/items/enum"));
    assertEquals(names(Ask.Operation.values()), words("/operation/enum"));
    assertEquals(
        Stream.of(Ask.Phase.values()).filter(p -> p != Ask.Phase.Preview).map(Enum::name).toList(),
        words("/phase/enum"),
        "a preview is not of record");
    assertEquals(
        Stream.of(Asking.values()).filter(a -> a != Asking.Silent).map(Enum::name).toList(),
        words("/askLabel/enum"));
  }

  @Test
  void theExampleOfThePageIsAsItSays() throws IOException {
    String page = Files.readString(Path.of("docs/reference/decision-log.md"));
    int begin = page.indexOf("```json\n") + "```json\n".length();
    Lines.parsed(page.substring(begin, page.indexOf("```", begin)));
  }

  private static Stream<Verdict> forms() {
    return Stream.of(
        Verdict.NotAsked.UNTOUCHED,
        granted(),
        new Verdict.Granted(Worlds.policy("ray"), List.of()),
        new Verdict.Refused(List.of()),
        new Verdict.Undecided(Verdict.Cause.UnknownNamespace, "namespace \"a\" is not known"));
  }

  private static Verdict.Granted granted() {
    var finding = new Finding("spec.hostUsers", Reason.UserNamespaceMissing, "set it");
    var exception =
        new PolicyException(
            "migration", Set.of("ml"), Set.of(Requirement.values()[0]), "why", "team", NOW);
    return new Verdict.Granted(
        Worlds.policy("ray"),
        List.of(),
        Verdict.Addition.NONE,
        List.of(new Waiver(exception, NOW, List.of(finding), 3)),
        List.of());
  }

  private static void assertWritten(Verdict verdict) {
    String text = text(verdict);
    switch (verdict) {
      case Verdict.NotAsked untouched -> assertEquals("", text);
      case Verdict.Granted granted -> assertVerdict("Granted", text);
      case Verdict.Refused refused -> assertVerdict("Refused", text);
      case Verdict.Undecided undecided -> assertVerdict("Undecided", text);
    }
  }

  private static void assertVerdict(String expected, String text) {
    assertEquals(expected, Lines.parsed(text).get("verdict").textValue());
  }

  private static JsonNode line(Verdict verdict) {
    return Lines.parsed(text(verdict));
  }

  private static String text(Verdict verdict) {
    var sink = new ByteArrayOutputStream();
    try (var log =
        PatientLog.to(sink, InstantSource.fixed(NOW), Worlds.CONTROLLERS, () -> Duration.ZERO)) {
      log.accept(new AuditEntry(ask(), verdict));
    }
    return sink.toString(StandardCharsets.UTF_8);
  }

  private static Ask ask() {
    return Asks.validate(
        new PodView(
            "head-1",
            Map.of(Asking.LABEL, "true"),
            Map.of(),
            Optional.of(Entries.REPLICA_SET),
            false,
            Pods.granted().view().spec()));
  }

  /// Of every `properties` in the schema but those of its conditions.
  private static void collect(JsonNode schema, Set<String> names) {
    for (var property : schema.path("properties").properties()) {
      names.add(property.getKey());
      assertNotEquals("", property.getValue().path("description").asText(), property.getKey());
      collect(property.getValue(), names);
    }
    if (schema.has("items")) {
      collect(schema.get("items"), names);
    }
    boolean isObject = schema.path("type").asText().equals("object");
    assertEquals(isObject, schema.has("properties"), schema::toString);
    assertEquals(isObject, schema.path("additionalProperties").isBoolean(), schema::toString);
  }

  private static List<String> names(Enum<?>[] values) {
    return Stream.of(values).map(Enum::name).toList();
  }

  private static List<String> words(String pointer) {
    return Lines.schema()
        .at("/properties" + pointer)
        .valueStream()
        .map(JsonNode::textValue)
        .toList();
  }
}
