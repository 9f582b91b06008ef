// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlScalarTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "yes|true",
        "On|true",
        "y|true",
        "TRUE|true",
        "no|false",
        "off|false",
        "N|false",
        "~|null",
        "Null|null",
        "0|0",
        "010|8",
        "0o17|15",
        "0x1F|31",
        "-0b101|-5",
        "1_000|1000",
        "+7|7",
        "123456789012345678901234567890|123456789012345678901234567890",
        "1.5|1.5",
        "1e3|1000",
        ".5|0.5",
        "1.|1",
        "1e21|1E+21",
        "yEs|`\"yEs\"`",
        "089|`89`",
        "1:30|`\"1:30\"`",
        "2026-11-24|`\"2026-11-24\"`",
        "100m|`\"100m\"`",
        "1.2.3|`\"1.2.3\"`",
        "0x|`\"0x\"`",
        "._5|`\"._5\"`",
        "-|`\"-\"`",
        "true story|`\"true story\"`"
      })
  void readsAScalarAsKubectlDoes(String written, String asJson) {
    assertEquals(asJson, YamlScalar.plain(written).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {".nan", "-.inf", "+.INF", "1e999"})
  void refusesANumberThatJsonCannotSay(String written) {
    assertThrows(NumberFormatException.class, () -> YamlScalar.plain(written));
  }
}
