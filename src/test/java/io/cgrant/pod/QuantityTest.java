// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.trouble.Soon;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "+1, 1",
    "-1, -1",
    "-0, 0",
    "007, 7",
    "1., 1",
    ".5, 0.5",
    "-.5, -0.5",
    "1.50, 1.5",
    "1n, 0.000000001",
    "1u, 0.000001",
    "100m, 0.1",
    "1k, 1000",
    "1M, 1000000",
    "1G, 1000000000",
    "1T, 1000000000000",
    "1P, 1000000000000000",
    "1E, 1000000000000000000",
    "1Ki, 1024",
    "1Mi, 1048576",
    "1Gi, 1073741824",
    "1Ti, 1099511627776",
    "1Pi, 1125899906842624",
    "1Ei, 1152921504606846976",
    "1.5Gi, 1610612736",
    "0.5Ki, 512",
    "2e3, 2000",
    "2E3, 2000",
    "2e+3, 2000",
    "2e-3, 0.002",
    "-2e3, -2000",
    "1e30, 1000000000000000000000000000000",
    "1e-30, 0.000000000000000000000000000001",
    "9223372036854775808, 9223372036854775808"
  })
  void readsTheGrammarOfKubernetesExactly(String text, BigDecimal amount) {
    assertEquals(new Quantity(amount), Quantity.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " 1",
        "1 ",
        "1 Gi",
        "abc",
        "Gi",
        ".",
        "+",
        "-",
        "+-1",
        "--1",
        "1+2",
        "1-",
        "1.2.3",
        "1,5",
        "1_000",
        "0x10",
        "K",
        "1K",
        "1ki",
        "1gi",
        "1g",
        "1kb",
        "1GiB",
        "1GB",
        "1mm",
        "1mi",
        "1e",
        "1e ",
        "1e+",
        "1e1.5",
        "1e+-3",
        "1e--3",
        "1e3Gi",
        "1e3e3",
        "e3",
        "x3",
        "1x3",
        "1e99999999999999999999",
        "1e2147483648",
        "NaN",
        "Infinity",
        "\u0661", // Arabic one
        "1e\u0663", // Arabic three
        "\uFF11", // full-width one
        "1\u0000",
        "1\n"
      })
  void refusesWhatKubernetesRefuses(String text) {
    var e = assertThrows(NumberFormatException.class, () -> Quantity.parse(text));
    assertEquals(
        "\"" + text + "\" is not a quantity; write for example 500m, 2 or 4Gi", e.getMessage());
  }

  @Test
  void readsUpTo64Characters() {
    assertEquals(
        new Quantity(BigDecimal.ONE), Quantity.parse("1".repeat(1) + "." + "0".repeat(62)));
    assertThrows(NumberFormatException.class, () -> Quantity.parse("1." + "0".repeat(63)));
  }

  @Test
  void shortensHostileTextInItsMessage() {
    String text = "9".repeat(5_000_000);
    var e =
        Soon.within(
            Duration.ofSeconds(2),
            () -> assertThrows(NumberFormatException.class, () -> Quantity.parse(text)));
    assertTrue(e.getMessage().length() < 150, e.getMessage());
    assertTrue(e.getMessage().contains("…"), e.getMessage());
  }

  @Test
  void quotesTextOfTheGreatestLengthInFull() {
    String text = "x".repeat(64);
    var e = assertThrows(NumberFormatException.class, () -> Quantity.parse(text));
    assertTrue(e.getMessage().contains("\"" + text + "\""), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"1000m, 1", "1Gi, 1024Mi", "1e3, 1k", "0.1, 100m", "0, 0Gi", "1.50, 1.5"})
  void isEqualWhereTheAmountIsWhateverTheNotation(String one, String other) {
    assertEquals(Quantity.parse(one), Quantity.parse(other));
    assertEquals(Quantity.parse(one).hashCode(), Quantity.parse(other).hashCode());
    assertEquals(0, Quantity.parse(one).compareTo(Quantity.parse(other)));
  }

  @Test
  void comparesExactlyWhereFloatingPointWouldNot() {
    assertTrue(Quantity.parse("1Ei").compareTo(Quantity.parse("1152921504606846977")) < 0);
    assertTrue(Quantity.parse("1.000000001").compareTo(Quantity.parse("1")) > 0);
    assertEquals(Quantity.parse("300m"), Quantity.parse("100m").plus(Quantity.parse("200m")));
  }

  @ParameterizedTest
  @CsvSource({"1, true", "1n, true", "0, false", "-0, false", "-1n, false", "0Gi, false"})
  void isPositiveAboveZeroOnly(String text, boolean positive) {
    assertEquals(positive, Quantity.parse(text).isPositive());
  }

  @ParameterizedTest
  @CsvSource({"2, true", "2000m, true", "20, true", "0, true", "1.5, false", "2001m, false"})
  void isWholeWithoutAFraction(String text, boolean whole) {
    assertEquals(whole, Quantity.parse(text).isWhole());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "20, 20",
    "-1, -1",
    "1.5, 1500m",
    "100m, 100m",
    "0.0001, 0.0001",
    "1024, 1024",
    "64Gi, 64Gi",
    "1536Mi, 1536Mi",
    "1.5Gi, 1536Mi",
    "1Ei, 1Ei",
    "2Pi, 2Pi",
    "3Ti, 3Ti",
    "5M, 5M",
    "1e9, 1G",
    "7T, 7T",
    "7P, 7P",
    "7E, 7E",
    "-2Gi, -2Gi",
    "1000001, 1000001"
  })
  void isWrittenAsAPersonWouldAndReadsBackTheSame(String text, String written) {
    Quantity quantity = Quantity.parse(text);
    assertEquals(written, quantity.toString());
    assertEquals(quantity, Quantity.parse(quantity.toString()));
  }

  @Test
  void aLimitBindsOnlyAboveZero() {
    var resources =
        new Resources(
            java.util.Map.of(),
            java.util.Map.of("cpu", Quantity.parse("1"), "memory", Quantity.ZERO));
    assertEquals(Quantity.parse("1"), resources.limit("cpu").orElseThrow());
    for (String unbound : List.of("memory", "pids")) {
      assertFalse(resources.limit(unbound).isPresent(), unbound);
    }
  }

  /// `apimachinery` keeps any exponent of 32 bits: the amount is one, and is above every bound.
  @Test
  void takesExponentsThatNobodyCanWriteOut() {
    for (String exponent : new String[] {"10001", "999999999", "2147483647"}) {
      Quantity huge = Quantity.parse("1e" + exponent);
      assertTrue(huge.compareTo(Quantity.parse("9999Ei")) > 0, exponent);
      Quantity tiny = Quantity.parse("1e-" + exponent);
      assertTrue(tiny.isPositive() && tiny.compareTo(Quantity.parse("1n")) < 0, exponent);
    }
  }

  @Test
  void amountsFarFromEachOtherAreAddedInFewDigits() {
    Quantity large = Quantity.parse("1e10000");
    Quantity small = Quantity.parse("1e-10000");
    assertTrue(large.amount().add(small.amount()).precision() < 300);
  }

  @Test
  void writesFarAmountsShortlyAndReadsThemBack() {
    for (String text :
        new String[] {"9e9999", "1e-9999", "1999e10000", "1.5e-10001", "-7e999999999"}) {
      String written = Quantity.parse(text).toString();
      assertTrue(written.length() < 12, written);
      assertEquals(Quantity.parse(text), Quantity.parse(written));
    }
  }
}
