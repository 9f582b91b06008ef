// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a scalar as kubectl does: YAML 1.1, as `sigs.k8s.io/yaml` (`goyaml.v2/resolve.go`) has it.
///
/// So `yes`, `on` and `y` are true, `010` is eight, a date is text, and `1:30` is text.
final class YamlScalar {

  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern NOT_FINITE =
      Pattern.compile("\\.(nan|NaN|NAN)|[+-]?\\.(inf|Inf|INF)");
  private static final Pattern INTEGER =
      Pattern.compile("([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /// As `encoding/json` writes a float: plain below this, with an exponent from there on.
  private static final BigDecimal PLAIN_BELOW = new BigDecimal("1e21");

  private static final int LONGEST_NUMBER = 400;

  private YamlScalar() {}

  /// @param text a scalar without quotes and without a tag
  /// @throws NumberFormatException for a number JSON cannot say
  static JsonNode plain(String text) {
    if (NULL.contains(text)) {
      return NullNode.instance;
    }
    if (TRUE.contains(text)) {
      return BooleanNode.TRUE;
    }
    if (FALSE.contains(text)) {
      return BooleanNode.FALSE;
    }
    if (NOT_FINITE.matcher(text).matches()) {
      throw new NumberFormatException("\"" + text + "\" is no number in JSON; put it in quotes");
    }
    return number(text).orElseGet(() -> TextNode.valueOf(text));
  }

  private static Optional<JsonNode> number(String text) {
    boolean startsAsNumber = "+-.0123456789".indexOf(text.charAt(0)) >= 0;
    if (!startsAsNumber || text.length() > LONGEST_NUMBER) {
      return Optional.empty();
    }
    // Only there does the original drop underscores: `._5` is text.
    String digits = text.startsWith(".") ? text : text.replace("_", "");
    Matcher integer = INTEGER.matcher(digits);
    if (integer.matches()) {
      return Optional.of(JsonNodeFactory.instance.numberNode(integer(integer)));
    }
    if (FLOAT.matcher(digits).matches()) {
      return Optional.of(decimal(digits));
    }
    return Optional.empty();
  }

  private static BigInteger integer(Matcher digits) {
    String sign = digits.group(1).equals("-") ? "-" : "";
    if (digits.group(2) != null) {
      return new BigInteger(sign + digits.group(2), 16);
    }
    if (digits.group(3) != null) {
      return new BigInteger(sign + digits.group(3), 2);
    }
    if (digits.group(4) != null) {
      return new BigInteger(sign + digits.group(4), 8);
    }
    return new BigInteger(sign + digits.group(5));
  }

  private static JsonNode decimal(String digits) {
    double value = Double.parseDouble(digits);
    if (!Double.isFinite(value)) {
      throw new NumberFormatException(
          "\"" + digits + "\" is beyond the range of a number; put it in quotes if it is text");
    }
    BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
    boolean plain = exact.scale() < 0 && exact.abs().compareTo(PLAIN_BELOW) < 0;
    return DecimalNode.valueOf(plain ? exact.setScale(0) : exact);
  }
}
