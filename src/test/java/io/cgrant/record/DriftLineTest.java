// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.audit.Drifting;
import io.cgrant.drift.Cause;
import io.cgrant.drift.Change;
import io.cgrant.drift.Holding;
import io.cgrant.policy.Route;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The published schema of a line about a pod that runs says what the code writes.
class DriftLineTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void aDriftIsToldWithItsProvenanceAndWhatWouldBecomeOfThePodToday() {
    JsonNode line = line(Change.Drifted, Drifting.by(Cause.PolicyChanged, "granted by ray@3"));
    assertEquals("Drifted", line.get("change").textValue());
    assertEquals("PolicyChanged", line.get("cause").textValue());
    assertEquals("ray@3", line.get("grantedBy").textValue());
    assertEquals("2026-11-24T09:00:00Z", line.get("created").textValue());
    assertEquals("uid-pod", line.get("podUid").textValue());
    assertEquals("[\"RuntimeClass\"]", line.get("routes").toString());
    assertEquals("head-5d9", line.at("/owners/0/name").textValue());
    assertEquals("Refused", line.at("/today/verdict").textValue());
    assertEquals("LimitMissing", line.at("/today/findings/0/reason").textValue());
  }

  @Test
  void everyVerdictOfTodayIsAsTheSchemaSays() {
    Stream.of(
            Verdict.NotAsked.UNTOUCHED,
            new Verdict.Granted(Worlds.policy("ray"), List.of()),
            new Verdict.Refused(List.of()),
            new Verdict.Undecided(Verdict.Cause.UnknownNamespace, "not known"))
        .forEach(today -> line(Change.Drifted, Drifting.by(Cause.NoRecord, "why", today)));
  }

  @Test
  void whatIsOverHasNoCause() {
    JsonNode line = line(Change.Settled, Drifting.settled());
    assertTrue(line.path("cause").isMissingNode());
    ObjectNode bent = line.deepCopy();
    bent.put("cause", "NoRecord");
    assertFalse(Lines.driftProblems(bent).isEmpty());
    bent = line.deepCopy();
    bent.put("unknown", 1);
    assertFalse(Lines.driftProblems(bent).isEmpty());
  }

  @Test
  void itsWordsAreThoseOfTheCode() {
    assertEquals(Stream.of(Cause.values()).map(Enum::name).toList(), words("cause"));
    assertEquals(
        Stream.of(Change.values()).filter(c -> c != Change.StillDrifted).map(Enum::name).toList(),
        words("change"),
        "what is only told again is not written");
    assertEquals(
        Stream.of(Route.Name.values()).map(Enum::name).toList(),
        Lines.driftSchema()
            .at("/properties/routes/items/enum")
            .valueStream()
            .map(JsonNode::textValue)
            .toList());
  }

  @Test
  void theExampleOfThePageIsAsItSays() throws IOException {
    String page = Files.readString(Path.of("docs/reference/decision-log.md"));
    String start = "```json\n{\"change\"";
    int begin = page.indexOf(start) + "```json\n".length();
    assertTrue(page.contains(start));
    Lines.drift(page.substring(begin, page.indexOf("```", begin)));
  }

  private static List<String> words(String field) {
    return Lines.driftSchema()
        .at("/properties/" + field + "/enum")
        .valueStream()
        .map(JsonNode::textValue)
        .toList();
  }

  private static JsonNode line(Change change, Holding holding) {
    var sink = new ByteArrayOutputStream();
    try (var log =
        PatientLog.to(sink, InstantSource.fixed(NOW), Worlds.CONTROLLERS, () -> Duration.ZERO)) {
      log.tell(change, holding);
    }
    String text = sink.toString(StandardCharsets.UTF_8);
    assertTrue(text.endsWith("}\n"));
    assertTrue(text.startsWith("{\"change\""), "no reader of decisions takes it for one");
    return Lines.drift(text);
  }
}
