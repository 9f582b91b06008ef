// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.fuzz.AbuseCase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every known attack through the fourth door: a user who sends it to a real API server, as a dry
/// run.
@ExtendWith(StandExtension.class)
final class AbuseByApiServerIT {

  /// What an API server writes: one document, no key twice.
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Map<String, Integer> ENDS = new TreeMap<>();
  private static final Map<String, String> NOT_RUN = new TreeMap<>();

  private static AbuseStage stage;

  static Stream<AbuseCase> attacks() {
    return AbuseCase.all();
  }

  @AfterAll
  static void stop() {
    if (stage != null) {
      stage.close();
    }
    int ran = ENDS.values().stream().mapToInt(Integer::intValue).sum();
    ClusterChoice.say(ran + " attacks sent to the API server: " + ENDS);
    ClusterChoice.say(NOT_RUN.size() + " attacks NOT RUN there:");
    NOT_RUN.forEach((attack, why) -> ClusterChoice.say("  " + attack + ": " + why));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void comesToWhatIsExpected(AbuseCase attack, Stand stand) throws IOException {
    String why = attack.server("unsendable");
    if (!why.isEmpty()) {
      assertFalse(isWhatAServerWrites(attack), "is said to be unsendable, and can be sent");
      NOT_RUN.put(attack.toString(), why);
      return;
    }
    String test = attack.server("prevented");
    if (!test.isEmpty()) {
      assertTrue(isATest(test), () -> "no such test: " + test);
      NOT_RUN.put(attack.toString(), "prevented, as tried by " + test);
      return;
    }
    if (stage == null) {
      stage = new AbuseStage(stand);
    }
    Reply reply = stage.send(attack);
    String words = attack.server("refuses");
    if (!words.isEmpty()) {
      assertFalse(reply.accepted(), "the API server was to refuse it by itself");
      assertFalse(isOfCgrant(reply), reply::message);
      assertTrue(reply.message().contains(words), reply::message);
      count("refused by the API server");
      return;
    }
    String verdict = attack.server("makes").isEmpty() ? attack.verdict() : attack.server("makes");
    switch (verdict) {
      case "Refused" -> refused(attack, reply);
      case "Granted" -> granted(reply);
      case "NotAsked" -> untouched(attack, reply);
      case "Warned" -> warned(attack, reply);
      default ->
          throw new AssertionError(
              "an API server sends no such thing; say what it does: "
                  + reply.code()
                  + " "
                  + (reply.accepted() ? record(reply) : reply.message()));
    }
    attack.warns().ifPresent(warns -> warnedOf(warns, reply));
    count(verdict);
  }

  /// By the webhook, or by a guard where the pod is not sent at all.
  private static void warnedOf(Set<String> expected, Reply reply) {
    String warnings = reply.warnings().toString();
    expected.forEach(words -> assertTrue(warnings.contains(words), () -> words + ": " + warnings));
    assertEquals(expected.isEmpty(), reply.warnings().isEmpty(), warnings);
  }

  private static void count(String end) {
    ENDS.merge(end, 1, Integer::sum);
  }

  private static void refused(AbuseCase attack, Reply reply) {
    assertEquals(403, reply.code(), () -> reply.code() + " " + reply.message());
    assertTrue(isOfCgrant(reply), reply::message);
    if (attack.server("makes").isEmpty()) {
      attack
          .reasons()
          .forEach(r -> assertTrue(reply.message().contains(r), () -> r + ": " + reply.message()));
    }
  }

  private static void granted(Reply reply) {
    assertTrue(reply.accepted(), reply::message);
    assertTrue(record(reply).startsWith("abuse-"), () -> reply.body().toString());
    assertFalse(reply.body().at("/spec/runtimeClassName").asText().isEmpty());
  }

  private static void warned(AbuseCase attack, Reply reply) {
    assertTrue(reply.accepted(), reply::message);
    String warnings = reply.warnings().toString();
    attack.reasons().forEach(r -> assertTrue(warnings.contains(r), () -> r + ": " + warnings));
  }

  private static void untouched(AbuseCase attack, Reply reply) throws IOException {
    assertTrue(reply.accepted(), reply::message);
    if (attack.isPod()) {
      assertEquals("", record(reply));
    }
  }

  private static String utf8(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  private static String record(Reply reply) {
    return reply.body().at("/metadata/annotations/cgrant.io~1granted-by").asText();
  }

  private static boolean isOfCgrant(Reply reply) {
    return reply.message().contains("cgrant.io\" denied the request");
  }

  private static boolean isATest(String name) {
    int dot = name.indexOf('.');
    try {
      Class<?> of = Class.forName("io.cgrant.e2e." + name.substring(0, dot));
      return Stream.of(of.getDeclaredMethods())
          .anyMatch(m -> m.getName().equals(name.substring(dot + 1)));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /// Whether the review is one that an API server would write about something a user did.
  private static boolean isWhatAServerWrites(AbuseCase attack) throws IOException {
    JsonNode review;
    try {
      review = STRICT.readTree(utf8(attack.body()));
    } catch (JsonProcessingException | CharacterCodingException e) {
      return false;
    }
    JsonNode request = review.path("request");
    return review.path("apiVersion").asText().equals("admission.k8s.io/v1")
        && request.at("/kind/group").asText().isEmpty()
        && Set.of("CREATE", "UPDATE").contains(request.path("operation").asText())
        && request.path("object").isObject();
  }
}
