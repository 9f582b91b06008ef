// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Ask.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is read of a review, with leaps, is what a strict parser's tree holds of it.
///
/// `-Dcgrant.reviews.bent=` says how many.
final class ReviewDifferentialTest {

  private static final int ROUNDS = Integer.getInteger("cgrant.reviews.bent", 20_000);
  private static final long SEED = Long.getLong("cgrant.reviews.seed", 20261127);
  private static final Object NULL = "\0null";

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    " ",
    "0",
    "1",
    "-",
    ".",
    "e",
    "\n",
    "\t",
    "\r",
    "\u0001",
    "\u007f",
    "é",
    "\uD83D\uDE00",
    "\\u0022",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u0061",
    "null",
    "true",
    "\"a\":1,",
    "\"metadata\":{},",
    "\"spec\":null,",
    "\"object\":{},",
    "\"labels\":{\"cgrant.io/writable-cgroup\":\"true\"},",
    "{\"a\":[{\"b\":1}]},",
    "\"command\":[\"/sbin/init\"],",
    "\"privileged\":true,",
    "\\ud800",
    "1.5",
    "1E3"
  };

  @Test
  void readsWhatTheTreeHolds() throws IOException {
    var random = new Random(SEED);
    List<byte[]> seeds = seeds();
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] json = bent(seeds.get(random.nextInt(seeds.size())), random);
      if (agree(json)) {
        read++;
      }
    }
    assertTrue(read > ROUNDS / 50, read + " were read");
  }

  @Test
  void noBeginningOfAReviewIsRead() throws IOException {
    byte[] whole = seeds().getFirst();
    for (int length = 0; length < whole.length; length++) {
      agree(java.util.Arrays.copyOf(whole, length));
    }
  }

  private static boolean agree(byte[] json) throws IOException {
    Optional<Ask> read = read(json);
    JsonNode tree = null;
    try {
      tree = Utf8.isJson(json) ? STRICT.readTree(json) : null;
    } catch (IOException e) {
      // Not for a strict parser.
    }
    if (tree == null || tree.isMissingNode()) {
      if (read.isPresent()) {
        fail("only read by leaps: " + shown(json));
      }
      return false;
    }
    Optional<Ask> expected = read(STRICT.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree));
    if (expected.isPresent() != read.isPresent()) {
      fail((read.isPresent() ? "read: " : "not read: ") + shown(json));
    }
    if (read.isEmpty()) {
      return false;
    }
    assertEquals(expected.get().pod(), read.get().pod(), () -> shown(json));
    assertEquals(expected.get().old(), read.get().old(), () -> shown(json));
    assertEquals(expected.get().subject(), read.get().subject(), () -> shown(json));
    assertEquals(expected.get().requester(), read.get().requester(), () -> shown(json));
    if (json[0] == '{' && read.get().subject().podPath().isEmpty()) {
      assertEquals(
          Optional.of(plain(tree.at("/request/object"))),
          read.get().manuscript().pod(NULL).map(ReviewDifferentialTest::copied),
          () -> shown(json));
    }
    return true;
  }

  private static Optional<Ask> read(byte[] json) {
    try {
      return Optional.of(ReviewReader.read(json, Phase.Validate));
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }

  private static Object copied(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<Object, Object>();
        map.forEach((k, v) -> copy.put(k, copied(v)));
        yield copy;
      }
      case List<?> list -> list.stream().map(ReviewDifferentialTest::copied).toList();
      default -> value;
    };
  }

  private static Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var map = new LinkedHashMap<Object, Object>();
        node.fields().forEachRemaining(f -> map.put(f.getKey(), plain(f.getValue())));
        yield map;
      }
      case ARRAY -> {
        var list = new ArrayList<Object>();
        node.forEach(e -> list.add(plain(e)));
        yield list;
      }
      case NUMBER -> node.isIntegralNumber() ? (Object) node.longValue() : node.doubleValue();
      case BOOLEAN -> node.booleanValue();
      case STRING -> node.textValue();
      default -> NULL;
    };
  }

  private static List<byte[]> seeds() throws IOException {
    var seeds = new ArrayList<byte[]>();
    seeds.add(STRICT.writeValueAsBytes(STRICT.readTree(Reviews.pod())));
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/abuse"))) {
      for (Path file : files.filter(f -> f.endsWith("request.json")).sorted().toList()) {
        byte[] raw = Files.readAllBytes(file);
        try {
          if (Utf8.isJson(raw) && raw.length < 20_000) {
            seeds.add(STRICT.writeValueAsBytes(STRICT.readTree(raw)));
          }
        } catch (IOException e) {
          // One that no strict parser takes.
        }
      }
    }
    return seeds;
  }

  private static byte[] bent(byte[] seed, Random random) {
    byte[] json = seed;
    for (int changes = random.nextInt(3); changes >= 0; changes--) {
      int at = random.nextInt(json.length);
      switch (random.nextInt(6)) {
        case 0 -> json = spliced(json, at, at + 1, new byte[0]);
        case 1, 2 -> json = spliced(json, at, at, piece(random));
        case 3 -> json = spliced(json, at, at + 1, new byte[] {(byte) random.nextInt(256)});
        case 4 -> {
          int to = Math.min(json.length, at + random.nextInt(40));
          json = spliced(json, at, at, java.util.Arrays.copyOfRange(json, at, to));
        }
        // After a comma or an opening brace, where a member can be.
        default -> {
          int member = at;
          while (member < json.length && json[member] != ',' && json[member] != '{') {
            member++;
          }
          int place = Math.min(json.length, member + 1);
          json = spliced(json, place, place, piece(random));
        }
      }
    }
    return json;
  }

  private static byte[] piece(Random random) {
    return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] spliced(byte[] json, int from, int to, byte[] put) {
    byte[] next = new byte[json.length - (to - from) + put.length];
    System.arraycopy(json, 0, next, 0, from);
    System.arraycopy(put, 0, next, from, put.length);
    System.arraycopy(json, to, next, from + put.length, json.length - to);
    return next.length == 0 ? new byte[] {'{'} : next;
  }

  private static String shown(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
