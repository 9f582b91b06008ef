// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What one request holds never changes how another is read.
final class NothingIsLearntTest {

  private static final int TOO_MANY_OF_ONE_HASH = 700;

  @ParameterizedTest
  @ValueSource(strings = {"cgrant.io/writable-cgroup", "terminationGracePeriodSeconds"})
  void keysThatCollideWithOneOfOursAreTheirSendersTrouble(String key) {
    // Empties the table, so that the next to come are first.
    assertDoesNotThrow(
        () -> read(IntStream.range(0, 7_000).mapToObj(i -> "key-%05d".formatted(i))));
    List<String> colliding = CollidingKeys.with(key).limit(TOO_MANY_OF_ONE_HASH).toList();
    assertTrue(
        assertThrows(Unreadable.class, () -> read(colliding.stream()))
            .getMessage()
            .contains("symbol table"),
        "they do not collide any more: Jackson hashes otherwise, and this test shows nothing");
    assertEquals(key, read(Stream.of(key)));
  }

  /// The last key.
  private static String read(Stream<String> keys) {
    byte[] json =
        keys.map(k -> "\"" + k + "\":0")
            .collect(Collectors.joining(",", "{", "}"))
            .getBytes(StandardCharsets.UTF_8);
    try (var cursor = new JsonCursor(json)) {
      String last = "";
      cursor.enterObject();
      for (String at = cursor.nextKey(); at != null; at = cursor.nextKey()) {
        last = at;
        cursor.skip();
      }
      cursor.end();
      return last;
    }
  }
}
