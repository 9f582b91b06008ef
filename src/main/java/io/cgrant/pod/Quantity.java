// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/// An amount of a resource, exact: `100m`, `1.5Gi`, `2e3`.
///
/// The grammar is that of `k8s.io/apimachinery/pkg/api/resource.Quantity`; unlike there, nothing is
/// rounded. Two quantities are equal when their amounts are, whatever their notation.
public record Quantity(BigDecimal amount) implements Comparable<Quantity> {

  /// Longer than any quantity the API server writes, short enough that parsing stays cheap.
  private static final int MAX_LENGTH = 64;

  /// The API server takes any exponent and stores none beyond 18, so a large one is no reason not
  /// to judge a pod; but to add `1e-10000` to `1e10000` makes a number of 20,000 digits. Beyond
  /// this one amount is like another.
  private static final int MAX_EXPONENT = 100;

  /// The units an amount is written in. Smaller ones would write 1024 CPUs as 1Ki.
  private static final List<String> UNITS =
      List.of("Ei", "Pi", "Ti", "Gi", "Mi", "E", "P", "T", "G", "M");

  /// An amount of more digits before or behind the point is written with an exponent.
  private static final int MOST_DIGITS = 60;

  public static final Quantity ZERO = new Quantity(BigDecimal.ZERO);

  public Quantity {
    amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
  }

  /// Reads Kubernetes notation.
  ///
  /// @throws NumberFormatException when the text is no quantity; the message quotes it
  public static Quantity parse(String text) {
    int end = numberEnd(text);
    if (end == 0 || text.length() > MAX_LENGTH) {
      throw malformed(text);
    }
    try {
      var number = new BigDecimal(text.substring(0, end));
      return new Quantity(bounded(scaled(number, text.substring(end), text)));
    } catch (NumberFormatException | ArithmeticException e) {
      throw malformed(text);
    }
  }

  public boolean isPositive() {
    return amount.signum() > 0;
  }

  /// Whether the amount has no fraction, as `2` or `2000m`.
  public boolean isWhole() {
    return amount.scale() <= 0;
  }

  public Quantity plus(Quantity other) {
    return new Quantity(amount.add(other.amount));
  }

  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }

  /// In the shortest notation that Kubernetes reads back as the same amount, as `1500m` or `64Gi`.
  @Override
  public String toString() {
    // Many digits take milliseconds to write out, and a pod can hold hundreds of such.
    if (Math.abs(amount.precision() - amount.scale()) > MOST_DIGITS) {
      return amount.toString();
    }
    for (String unit : UNITS) {
      BigDecimal size = scaled(BigDecimal.ONE, unit, unit);
      if (amount.signum() != 0 && amount.remainder(size).signum() == 0) {
        return amount.divide(size).toPlainString() + unit;
      }
    }
    return isWhole() || amount.scale() > 3
        ? amount.toPlainString()
        : amount.movePointRight(3).toPlainString() + "m";
  }

  private static int numberEnd(String text) {
    int i = 0;
    while (i < text.length() && "+-.0123456789".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static BigDecimal scaled(BigDecimal number, String suffix, String text) {
    return switch (suffix) {
      case "" -> number;
      case "n" -> number.movePointLeft(9);
      case "u" -> number.movePointLeft(6);
      case "m" -> number.movePointLeft(3);
      case "k" -> number.movePointRight(3);
      case "M" -> number.movePointRight(6);
      case "G" -> number.movePointRight(9);
      case "T" -> number.movePointRight(12);
      case "P" -> number.movePointRight(15);
      case "E" -> number.movePointRight(18);
      case "Ki" -> binary(number, 10);
      case "Mi" -> binary(number, 20);
      case "Gi" -> binary(number, 30);
      case "Ti" -> binary(number, 40);
      case "Pi" -> binary(number, 50);
      case "Ei" -> binary(number, 60);
      default -> number.scaleByPowerOfTen(exponent(suffix, text));
    };
  }

  /// The amount, or one that is as far as any.
  private static BigDecimal bounded(BigDecimal amount) {
    int magnitude = amount.precision() - amount.scale();
    if (amount.signum() == 0 || Math.abs(magnitude) <= MAX_EXPONENT) {
      return amount;
    }
    int exponent = magnitude > 0 ? MAX_EXPONENT : -MAX_EXPONENT;
    return BigDecimal.valueOf(amount.signum()).scaleByPowerOfTen(exponent);
  }

  private static BigDecimal binary(BigDecimal number, int bits) {
    return number.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(bits)));
  }

  private static int exponent(String suffix, String text) {
    boolean marked = suffix.length() > 1 && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E');
    // parseInt takes the digits of every script.
    if (!marked || numberEnd(suffix.substring(1)) < suffix.length() - 1) {
      throw malformed(text);
    }
    int exponent = Integer.parseInt(suffix, 1, suffix.length(), 10);
    return Math.clamp(exponent, -2 * MAX_EXPONENT, 2 * MAX_EXPONENT);
  }

  private static NumberFormatException malformed(String text) {
    String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    return new NumberFormatException(
        "\"" + shown + "\" is not a quantity; write for example 500m, 2 or 4Gi");
  }
}
