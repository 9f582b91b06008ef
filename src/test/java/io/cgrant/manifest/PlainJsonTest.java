// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainJsonTest {

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String ALPHABET = "{}[],:\"\\ 0123456789-+.eEtrufalsnb/\n\t\u0001k:é";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[[],{},\"\",0,-0,-17,123456789012345678,true,false,null]",
        "{\"f:metadata\":{\"f:labels\":{\".\":{},\"f:app\":{}}}}",
        "{\"k:{\\\"containerPort\\\":80,\\\"protocol\\\":\\\"TCP\\\"}\":{\".\":{}}}",
        "{\"a\":\"\\u003ca\\u003e \\n\\t\\/ é\",\"b\":\"\\\\\"}",
        "{\"ab\":1,\"ba\":2,\"é\":3,\"\":4,\"a\":5}"
      })
  void findsTheEndOfWhatAnApiServerWrites(String json) {
    assertEquals(json.length() - 1, closeWithin(json), json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"eight-by\":1,\"eight-by\":2}",
        "{\"a\\n\":1}",
        "{\"\\u0061\":1,\"a\":2}",
        "{ }",
        "[1, 2]",
        "[1.5]",
        "[1e3]",
        "[01]",
        "[-]",
        "[1234567890123456789]",
        "[tru]",
        "[nul]",
        "[+1]",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "[1}",
        "{\"a\":1]",
        "[\"a",
        "[\"\\x\"]",
        "[\"\\u00g0\"]",
        "[\"tab\there\"]",
        "[",
        "{\"a\":[1"
      })
  void leavesTheRestToTheParser(String json) {
    assertEquals(PlainJson.NOT_PLAIN, closeWithin(json), json);
  }

  @Test
  void leavesDeepNestingLongKeysAndManyKeysToTheParser() {
    assertEquals(PlainJson.NOT_PLAIN, closeWithin("[".repeat(24) + "]".repeat(24)));
    assertEquals(45, closeWithin("[".repeat(23) + "]".repeat(23)));
    assertEquals(PlainJson.NOT_PLAIN, closeWithin("{\"" + "k".repeat(300) + "\":1}"));
    assertEquals(PlainJson.NOT_PLAIN, closeWithin(manyKeys(65)));
    assertEquals(manyKeys(64).length() - 1, closeWithin(manyKeys(64)));
  }

  /// The rule that the strictness of the reader rests on.
  @Test
  void whateverIsPassedOverAStrictParserTakes() throws IOException {
    var random = new Random(20261124);
    String[] seeds = {
      new String(Reviews.pod(), StandardCharsets.UTF_8).strip(),
      "{\"a\":[1,-2,{\"b\\\"c\":null,\"d\":\"\\u00e9\\n\"}],\"e\":{\"f\":true,\"g\":{},\"é\":[]}}",
      "[{\"aaaaaaaa\":1,\"aaaaaaab\":[false],\"aaaaaaa\":\"x\"},[[[]]],\"\\\\\",10]",
    };
    int taken = 0;
    for (int round = 0; round < 60_000; round++) {
      JsonNode seed = STRICT.readTree(seeds[random.nextInt(seeds.length)]);
      byte[] json = bent(STRICT.writeValueAsString(seed), random);
      int close = Utf8.isJson(json) ? new PlainJson(json).close(0) : PlainJson.NOT_PLAIN;
      if (close != PlainJson.NOT_PLAIN) {
        taken++;
        STRICT.readTree(Arrays.copyOf(json, close + 1));
      }
    }
    assertTrue(taken > 1_000, "only " + taken + " of the bent documents were passed over");
  }

  @Test
  void aCursorSaysWhatIsWrongInWhatItPassesOver() {
    Unreadable refused =
        assertThrows(Unreadable.class, () -> skip("{\"x\":[{\"a\":1,\"a\":2}],\"y\":1}"));
    assertTrue(refused.getMessage().contains("duplicate key \"a\""), refused.getMessage());
    assertTrue(refused.getMessage().startsWith("/x/0"), refused.getMessage());
    assertThrows(Unreadable.class, () -> skip("{\"x\":[1e999],\"y\":1}"));
    assertThrows(Unreadable.class, () -> skip("{\"x\":[1,],\"y\":1}"));
    skip("{\"x\":[1.5, {\"a\" : 1e3}],\"y\":1}");
  }

  private static void skip(String json) {
    try (var cursor = new JsonCursor(json.getBytes(StandardCharsets.UTF_8))) {
      cursor.enterObject();
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        cursor.skip();
      }
      cursor.end();
    }
  }

  /// Where it ends within a longer document, as in a review.
  private static int closeWithin(String json) {
    byte[] document = (json + " ,\"k\":1}").getBytes(StandardCharsets.UTF_8);
    int close = new PlainJson(document).close(0);
    int more = json.getBytes(StandardCharsets.UTF_8).length - json.length();
    return close == PlainJson.NOT_PLAIN ? close : close - more;
  }

  private static String manyKeys(int count) {
    var json = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":").append(i);
    }
    return json.append('}').toString();
  }

  private static byte[] bent(String json, Random random) {
    var text = new StringBuilder(json);
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        case 2 -> text.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        // A part twice, as a key is.
        default ->
            text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(12))));
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
