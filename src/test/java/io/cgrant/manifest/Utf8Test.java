// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8Test {

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "\"a\"", "{\"é\":\"€ 😀 \\u0000\"}", "\"eight ascii and ÿ\""})
  void takesWhatIsUtf8(String json) {
    assertTrue(Utf8.isJson(json.getBytes(StandardCharsets.UTF_8)));
  }

  /// A byte order mark, UTF-16 and UTF-32 in both orders, a slash in two, three and four bytes, a
  /// surrogate, one beyond the last character, ends too early, begins in the middle.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "efbbbf7b7d",
        "007b007d",
        "7b007d00",
        "feff007b",
        "fffe7b00",
        "0000007b",
        "7b000000",
        "22c0af22",
        "22e080af22",
        "22f08080af22",
        "22eda08022",
        "22f490808022",
        "22e282",
        "22f09f98",
        "22c3",
        "228022",
        "22ff22",
        "7b7d20202020202020202020c0af"
      })
  void takesNothingElse(String hex) {
    assertFalse(Utf8.isJson(HexFormat.of().parseHex(hex)));
  }

  @Test
  void agreesWithTheStrictDecoderOfTheJdkOnBytesOfChance() {
    var random = new SplittableRandom(3629);
    int[] leads = {0x41, 0x80, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4};
    int valid = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[2 + random.nextInt(12)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = (byte) (random.nextInt(3) == 0 ? leads[random.nextInt(leads.length)] : 'a');
      }
      bytes[0] = '"';
      boolean expected = isUtf8(bytes);
      valid += expected ? 1 : 0;
      assertEquals(expected, Utf8.isJson(bytes), () -> HexFormat.of().formatHex(bytes));
    }
    assertTrue(valid > 10_000);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
