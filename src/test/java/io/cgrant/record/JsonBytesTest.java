// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.admission.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {

  private static final byte[] A = "\"a\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] B = "\"b\":".getBytes(StandardCharsets.US_ASCII);

  @Test
  void commasStandWhereTheyShould() {
    var json = new JsonBytes();
    json.open('{');
    json.name(A);
    json.open('[');
    json.close(']');
    json.name(B);
    json.open('[');
    json.open('{');
    json.close('}');
    json.open('{');
    json.name(A);
    json.number(-7);
    json.name(B);
    json.flag(true);
    json.close('}');
    json.text("t");
    json.close(']');
    json.close('}');
    assertEquals(
        "{\"a\":[],\"b\":[{},{\"a\":-7,\"b\":true},\"t\"]}\n",
        new String(json.line(), StandardCharsets.UTF_8));
  }

  /// Each character by itself, first and last, and between others.
  @Test
  void whateverATextHoldsIsReadAgainAsWhatIsPrintable() throws IOException {
    for (int c = 0; c <= 0x300; c++) {
      for (int place = 0; place < 17; place++) {
        assertReadAgain("x".repeat(place) + (char) c + "x".repeat(16 - place));
      }
    }
    for (String text : new String[] {"", "\u2028", "\u202e", "\ud83d\ude00", "\ud83d", "日本"}) {
      assertReadAgain(text);
    }
  }

  @Test
  void aTextOfAnyMixtureIsReadAgain() throws IOException {
    var random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      var text = new StringBuilder();
      random
          .ints(random.nextInt(5_000), 0, random.nextBoolean() ? 0x80 : 0x10000)
          .forEach(c -> text.append((char) c));
      assertReadAgain(text.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        9,
        10,
        99,
        100,
        2_147_483_647,
        2_147_483_648L,
        Long.MAX_VALUE,
        -1,
        Long.MIN_VALUE
      })
  void aNumberIsWrittenAsItIs(long number) {
    var json = new JsonBytes();
    json.number(number);
    assertEquals(number + "\n", new String(json.line(), StandardCharsets.US_ASCII));
  }

  /// Of lines before it nothing is left, however long they were and wherever they ended.
  @Test
  void aLineHoldsNothingOfAnother() {
    for (int length : new int[] {1, 5_000, 300_000, 3}) {
      var cutShort = new JsonBytes();
      cutShort.text("y".repeat(4_000));
      var outer = new JsonBytes();
      outer.open('[');
      var inner = new JsonBytes();
      inner.text("i".repeat(length));
      outer.text("o".repeat(length));
      assertEquals("\"" + "i".repeat(length) + "\"\n", text(inner));
      outer.close(']');
      assertEquals("[\"" + "o".repeat(length) + "\"]\n", text(outer));
    }
  }

  private static String text(JsonBytes json) {
    return new String(json.line(), StandardCharsets.US_ASCII);
  }

  private static void assertReadAgain(String text) throws IOException {
    var json = new JsonBytes();
    json.open('[');
    json.text(text);
    json.text(text);
    json.close(']');
    JsonNode read = new ObjectMapper().readTree(json.line());
    assertEquals(Printable.of(text), read.get(0).textValue());
    assertEquals(Printable.of(text), read.get(1).textValue());
  }
}
