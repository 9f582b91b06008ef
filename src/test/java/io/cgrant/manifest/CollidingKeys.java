// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keys that Jackson hashes alike. It hashes one of over 12 bytes by the sum of what its blocks of
/// four after the third become, so that they are easy to make, whatever its seed.
///
/// Source: `ByteQuadsCanonicalizer.calcHash`.
public final class CollidingKeys {

  private CollidingKeys() {}

  /// Other keys with the hash of this one: it has blocks more whose hashes are 0 in sum.
  public static Stream<String> with(String key) {
    var random = new Random(1);
    String head = key.substring(0, 12);
    String tail = key.substring(key.length() - key.length() % 4);
    String middle = key.substring(12, key.length() - tail.length());
    return Stream.generate(
            () -> {
              var blocks = new ArrayList<>(List.of(middle.split("(?<=\\G.{4})")));
              blocks.addAll(nothing(random));
              blocks.addAll(nothing(random));
              Collections.shuffle(blocks, random);
              return head + String.join("", blocks) + tail;
            })
        .distinct();
  }

  /// Three blocks of capitals.
  private static List<String> nothing(Random random) {
    while (true) {
      String first = capitals(random);
      String second = capitals(random);
      int third = hashOf(-hashOf(block(first)) - hashOf(block(second)));
      String text = new String(ByteBuffer.allocate(4).putInt(third).array(), ISO_8859_1);
      if (text.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
        return List.of(first, second, text);
      }
    }
  }

  private static String capitals(Random random) {
    return random.ints(4, 'P', 'Z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
  }

  private static int block(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1)).getInt();
  }

  /// Its own inverse where the first bit is 0.
  private static int hashOf(int block) {
    return block ^ block >> 21;
  }
}
