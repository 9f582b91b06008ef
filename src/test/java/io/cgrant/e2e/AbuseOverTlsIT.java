// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.fuzz.AbuseCase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every known attack through the third door: the packaged server, byte for byte over TLS.
final class AbuseOverTlsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static OfflineProcess cgrant;

  @BeforeAll
  static void start() {
    cgrant = new OfflineProcess(Path.of("target/abuse"));
  }

  @AfterAll
  static void stop() {
    cgrant.close();
  }

  static Stream<AbuseCase> attacks() {
    return AbuseCase.all();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void comesToWhatIsExpected(AbuseCase attack) throws IOException {
    byte[] body = attack.body();
    var response = cgrant.post(attack.isMutated() ? "/mutate" : "/validate", body);
    if (attack.isMutated()
        && attack.verdict().equals("Refused")
        && isAllowedWithoutPatch(response)) {
      response = cgrant.post("/validate", body);
    }
    if (attack.verdict().equals("Unreadable")) {
      assertEquals(400, response.statusCode(), attack::why);
      return;
    }
    assertEquals(200, response.statusCode(), attack::why);
    JsonNode answer = JSON.readTree(response.body()).path("response");
    boolean allowed = Set.of("Granted", "NotAsked", "Warned").contains(attack.verdict());
    assertEquals(allowed, answer.path("allowed").asBoolean(), answer::toString);
    if (attack.verdict().equals("Granted")) {
      assertTrue(answer.has("patch"), answer::toString);
    }
    if (attack.verdict().equals("NotAsked")) {
      assertTrue(!answer.has("patch"), answer::toString);
    }
    if (attack.verdict().equals("NotAsked") && attack.warns().isPresent()) {
      // Of two webhooks one is enough.
      String warnings = warnings(cgrant.post("/validate", body));
      attack.warns().get().forEach(w -> assertTrue(warnings.contains(w), () -> w + warnings));
    }
    if (attack.verdict().equals("Warned")) {
      String warnings = warnings(response);
      attack.reasons().forEach(r -> assertTrue(warnings.contains(r), answer::toString));
    }
    if (attack.verdict().equals("Refused")) {
      assertEquals(403, answer.at("/status/code").asInt(), answer::toString);
      String message = answer.at("/status/message").asText();
      attack.reasons().forEach(r -> assertTrue(message.contains(r), () -> r + ": " + message));
    }
  }

  private static String warnings(HttpResponse<byte[]> response) throws IOException {
    return JSON.readTree(response.body()).at("/response/warnings").toString();
  }

  private static boolean isAllowedWithoutPatch(HttpResponse<byte[]> response) throws IOException {
    JsonNode answer = JSON.readTree(response.body()).path("response");
    return answer.path("allowed").asBoolean() && !answer.has("patch");
  }
}
