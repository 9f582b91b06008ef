// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An amount as `apimachinery/pkg/api/resource` reads it.
///
/// @param value what it is worth, before Kubernetes rounds up what is below a nano
record Amount(BigDecimal value) {

  private static final BigInteger BEYOND = BigInteger.valueOf(2_000);

  private static final Pattern FORM =
      Pattern.compile("([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))([a-zA-Z]*)([+-]?[0-9]*)");

  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", BigDecimal.ONE.scaleByPowerOfTen(-9)),
          Map.entry("u", BigDecimal.ONE.scaleByPowerOfTen(-6)),
          Map.entry("m", BigDecimal.ONE.scaleByPowerOfTen(-3)),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", BigDecimal.ONE.scaleByPowerOfTen(3)),
          Map.entry("M", BigDecimal.ONE.scaleByPowerOfTen(6)),
          Map.entry("G", BigDecimal.ONE.scaleByPowerOfTen(9)),
          Map.entry("T", BigDecimal.ONE.scaleByPowerOfTen(12)),
          Map.entry("P", BigDecimal.ONE.scaleByPowerOfTen(15)),
          Map.entry("E", BigDecimal.ONE.scaleByPowerOfTen(18)),
          Map.entry("Ki", BigDecimal.valueOf(1024).pow(1)),
          Map.entry("Mi", BigDecimal.valueOf(1024).pow(2)),
          Map.entry("Gi", BigDecimal.valueOf(1024).pow(3)),
          Map.entry("Ti", BigDecimal.valueOf(1024).pow(4)),
          Map.entry("Pi", BigDecimal.valueOf(1024).pow(5)),
          Map.entry("Ei", BigDecimal.valueOf(1024).pow(6)));

  static Optional<Amount> of(String written) {
    Matcher parts = FORM.matcher(written);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String digits = parts.group(1);
    String suffix = parts.group(2);
    String exponent = parts.group(3);
    if (exponent.isEmpty()) {
      return Optional.ofNullable(SUFFIXES.get(suffix))
          .map(f -> new Amount(plain(digits).multiply(f)));
    }
    if (!suffix.equalsIgnoreCase("e") || exponent.matches("[+-]")) {
      return Optional.empty();
    }
    // No amount of a node comes near: what is beyond may be taken for this.
    int power = new BigInteger(exponent).max(BEYOND.negate()).min(BEYOND).intValueExact();
    return Optional.of(new Amount(plain(digits).scaleByPowerOfTen(power)));
  }

  private static BigDecimal plain(String digits) {
    return new BigDecimal(digits);
  }

  boolean positive() {
    return value.signum() > 0;
  }
}
