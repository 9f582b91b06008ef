// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.policy.Manuscript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// An outline holds what Jackson reads, whatever the document.
final class OutlineTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Object NULL = new Object();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "\"",
          "\\",
          "a\\\"b",
          "\u0000\u001f",
          "é",
          "日本",
          "😀",
          "{}[],:",
          "\\u0041",
          // Around eight bytes, with what differs from a quote or a backslash in one bit.
          "1234567",
          "12345678",
          "1234567\"",
          "12345678\\",
          "123\"5678",
          "#!#!#!#!\"",
          "]][][][]\\",
          "a text of many words, longer than any of the steps that look for its end");

  private final Random random = new Random(20261124);

  @Test
  void holdsWhatJacksonReads() throws IOException {
    for (int round = 0; round < 2_000; round++) {
      JsonNode document = object(4);
      byte[] bytes =
          round % 2 == 0
              ? JSON.writeValueAsBytes(document)
              : JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
      assertEquals(
          plain(document), Outline.read(bytes, 0, new Extents(), NULL), document::toString);
    }
  }

  @Test
  void walksLaterThroughWhatHasAKnownEnd() throws IOException {
    int known = 0;
    for (int round = 0; round < 2_000; round++) {
      ObjectNode document = object(6);
      for (int i = 0; i < 5; i++) {
        document.set("more" + i, value(6));
      }
      byte[] bytes =
          round % 2 == 0
              ? JSON.writeValueAsBytes(document)
              : JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
      Extents extents = reading(bytes, document);
      known += extents.from(2) < bytes.length ? 1 : 0;
      assertEquals(plain(document), Outline.read(bytes, 0, extents, NULL), document::toString);
    }
    assertTrue(known > 200, "only " + known + " documents with something within");
  }

  @Test
  void oneLookFindsWhatReadingAllFieldsFinds() throws IOException {
    for (int round = 0; round < 2_000; round++) {
      JsonNode document = object(3);
      byte[] bytes = JSON.writeValueAsBytes(document);
      Map<?, ?> all = (Map<?, ?>) plain(document);
      for (String key : keys(document)) {
        Map<String, Object> fresh = Outline.read(bytes, 0, new Extents(), NULL);
        assertEquals(all.containsKey(key), fresh.containsKey(key), () -> key + " " + document);
        assertEquals(all.get(key), fresh.get(key), () -> key + " " + document);
      }
    }
    Map<String, Object> twice =
        Outline.read(
            "{\"a\":1,\"\\u0061\":2}".getBytes(StandardCharsets.UTF_8), 0, new Extents(), NULL);
    assertEquals(2L, twice.get("a"), "the last of its name, as in a map");
  }

  @Test
  void readsEscapesAndNumbersInEveryNotation() {
    Map<String, Object> read =
        Outline.read(
            """
            {"a\\u0062":"\\u00e9\\n\\ud83d\\ude00\\/","n":-0,"d":1E2,"e":-1.5e-1,"l":9223372036854775807}
            """
                .getBytes(StandardCharsets.UTF_8),
            0,
            new Extents(),
            NULL);
    assertEquals("é\n😀/", read.get("ab"));
    assertEquals(0L, read.get("n"));
    assertEquals(100.0, read.get("d"));
    assertEquals(-0.15, read.get("e"));
    assertEquals(Long.MAX_VALUE, read.get("l"));
  }

  @Test
  void growsBeyondItsEstimate() {
    String list = "[" + "0,".repeat(9_999) + "0]";
    Map<String, Object> read =
        Outline.read(
            ("{\"l\":" + list + "}").getBytes(StandardCharsets.UTF_8), 0, new Extents(), NULL);
    assertEquals(10_000, ((List<?>) read.get("l")).size());
  }

  @Test
  void readsTheReviewAsItsReaderDoes() {
    byte[] body = Reviews.pod();
    var ask = ReviewReader.read(body, io.cgrant.policy.Ask.Phase.Validate);
    Map<String, Object> pod = ask.manuscript().pod(NULL).orElseThrow();
    assertEquals(ask.pod().labels(), ((Map<?, ?>) pod.get("metadata")).get("labels"));
    assertTrue(ask.manuscript().oldPod(NULL).isEmpty());
    Map<String, Object> request = ask.manuscript().request(NULL).orElseThrow();
    assertEquals(ask.uid(), request.get("uid"));
    assertTrue(!request.containsKey("object") && !request.containsKey("oldObject"));
  }

  @Test
  void findsBothObjectsWhereverTheyStand() {
    String kind =
        "\"uid\":\"u\",\"namespace\":\"ml\",\"operation\":\"UPDATE\","
            + "\"kind\":{\"version\":\"v1\",\"kind\":\"Pod\"}";
    for (String newNames : List.of("short", "long".repeat(99))) {
      for (String blanks : List.of("", " \n ")) {
        String now = "\"object\":" + blanks + "{\"metadata\":{\"name\":\"" + newNames + "\"}}";
        String before = blanks + "\"oldObject\":{\"metadata\":" + blanks + "{\"name\":\"before\"}}";
        for (List<String> order :
            List.of(
                List.of(kind, now, before),
                List.of(now, kind, before),
                List.of(before, now, kind),
                List.of(before, kind, now))) {
          String review =
              "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{"
                  + String.join(",", order)
                  + "}}";
          Manuscript manuscript =
              ReviewReader.read(
                      review.getBytes(StandardCharsets.UTF_8), io.cgrant.policy.Ask.Phase.Validate)
                  .manuscript();
          assertEquals(
              Map.of("metadata", Map.of("name", newNames)),
              manuscript.pod(NULL).orElseThrow(),
              review);
          assertEquals(
              Map.of("metadata", Map.of("name", "before")),
              manuscript.oldPod(NULL).orElseThrow(),
              review);
        }
      }
    }
  }

  @Test
  void aTemplateIsThePodItWouldMake() {
    Map<String, Object> pod =
        WorkloadReader.read(
                """
                {"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"outer"},
                 "spec":{"jobTemplate":{"spec":{"template":{
                  "metadata":{"labels":{"a":"b"}},"spec":{"new":1}}}}}}
                """
                    .getBytes(StandardCharsets.UTF_8))
            .orElseThrow()
            .manuscript()
            .pod(NULL)
            .orElseThrow();
    assertEquals(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Pod",
            "metadata",
            Map.of("labels", Map.of("a", "b")),
            "spec",
            Map.of("new", 1L)),
        pod);
  }

  @Test
  void whoeverAsksSaysWhatStandsForNull() {
    byte[] json =
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":null}".getBytes(StandardCharsets.UTF_8);
    Manuscript manuscript = WorkloadReader.read(json).orElseThrow().manuscript();
    for (String forNull : List.of("one", "another")) {
      assertEquals(forNull, manuscript.pod(forNull).orElseThrow().get("spec"));
    }
  }

  /// An outline counts bytes, so no other encoding may come so far.
  @Test
  void aBodyThatIsNotPlainUtf8IsNotRead() {
    String review = new String(Reviews.pod(), StandardCharsets.UTF_8).strip();
    byte[] wide = review.getBytes(StandardCharsets.UTF_16LE);
    assertThrows(
        Unreadable.class, () -> ReviewReader.read(wide, io.cgrant.policy.Ask.Phase.Validate));
  }

  private Extents reading(byte[] bytes, JsonNode document) {
    try (var cursor = new JsonCursor(bytes)) {
      read(cursor, document);
      return cursor.extents();
    }
  }

  /// Enters most objects and arrays, and passes over the rest.
  private void read(JsonCursor cursor, JsonNode node) {
    if (random.nextInt(4) == 0) {
      cursor.skip();
    } else if (node.isObject()) {
      cursor.enterObject();
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        read(cursor, node.get(key));
      }
    } else if (node.isArray()) {
      cursor.enterArray();
      for (int i = 0; cursor.nextElement(); i++) {
        read(cursor, node.get(i));
      }
    }
  }

  /// Those of the document, and what looks like them.
  private List<String> keys(JsonNode document) {
    var keys = new ArrayList<String>();
    document
        .fieldNames()
        .forEachRemaining(
            key -> {
              keys.add(key);
              keys.add(key + "\"");
              keys.add(key.substring(0, key.length() - 1));
              keys.add(key.replace("\\", "\\\\"));
            });
    keys.add("");
    return keys;
  }

  /// Who compares two large objects looks for each field, and would walk past all before it.
  @Test
  void readsAllFieldsOnceManyAreLookedFor() {
    assertReadAfter(300, "{\"a\":{}}");
    assertReadAfter(1, "{\"a\":{}" + ",\"b\":0".repeat(300) + "}");
  }

  private static void assertReadAfter(int looks, String document) {
    Map<String, Object> object =
        Outline.read(document.getBytes(StandardCharsets.UTF_8), 0, new Extents(), NULL);
    for (int look = 0; look < looks; look++) {
      assertEquals(Map.of(), object.get("a"));
    }
    assertSame(object.get("a"), object.get("a"));
  }

  private ObjectNode object(int depth) {
    ObjectNode object = NODES.objectNode();
    for (int i = random.nextInt(5); i > 0; i--) {
      object.set(text() + i, value(depth - 1));
    }
    return object;
  }

  private JsonNode value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> NODES.textNode(text());
      case 1 -> NODES.numberNode(random.nextLong());
      case 2 -> NODES.numberNode(random.nextGaussian() * 1e10);
      case 3 -> NODES.booleanNode(random.nextBoolean());
      case 4 -> NODES.nullNode();
      case 5 -> NODES.numberNode(random.nextInt(3));
      case 6 -> object(depth);
      default -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(depth - 1));
        }
        yield array;
      }
    };
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size())) + TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var object = new LinkedHashMap<String, Object>();
        node.properties().forEach(entry -> object.put(entry.getKey(), plain(entry.getValue())));
        yield object;
      }
      case ARRAY -> node.valueStream().map(OutlineTest::plain).toList();
      case NULL -> NULL;
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.isIntegralNumber() ? (Object) node.longValue() : node.doubleValue();
      default -> node.textValue();
    };
  }
}
