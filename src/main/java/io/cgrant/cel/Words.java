// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import java.util.Map;
import java.util.regex.Pattern;

/// What a person reads of what dev.cel says.
final class Words {

  private static final int LONGEST = 240;

  /// As much of what is said as can be of use: dev.cel writes whole values into it.
  private static final int READ = 2_000;

  /// What dev.cel says of a function that throws is no word of what is wrong, and all it was given.
  private static final Pattern FUNCTION = Pattern.compile("Function '[^']*' failed with arg");

  private static final String NEITHER = "a value that is neither true nor false";

  /// What dev.cel says of a value that does not fit, before it writes out the value.
  private static final Map<String, String> MISFITS =
      Map.of(
          "Expected boolean value, found: ",
          NEITHER,
          "Expected boolean value, found :",
          NEITHER,
          "Cannot initialize optional ",
          "an entry with a question mark whose value is no optional");

  private static final Pattern NO_MAP = Pattern.compile("^Error resolving field '([^']*)'");

  private static final String CUT = "…";

  private static final String UNCONVERTED = "a value is none of the type that it is converted to";

  /// From the first mark of a quotation to the last: what is quoted may hold some itself.
  private static final Pattern QUOTED = Pattern.compile("['\"\\[](.+)['\"\\]]");

  /// Where the last mark may be missing.
  private static final Pattern QUOTED_AND_CUT = Pattern.compile("['\"\\[](.+)$");

  private static final Pattern PLACE =
      Pattern.compile("^evaluation error(?: at <input>:(\\d+))?: ");

  private Words() {}

  static String of(CelEvaluationException e) {
    String said = start(String.valueOf(e.getMessage()));
    if (FUNCTION.matcher(said).find() && e.getCause() != null) {
      return oneLine(String.valueOf(root(e).getMessage()));
    }
    var place = PLACE.matcher(said);
    if (!place.find()) {
      return oneLine(said);
    }
    String what = what(said.substring(place.end()).replaceFirst("\\.$", ""), e);
    return oneLine(
        place.group(1) == null
            ? what
            : what + " (character " + (Integer.parseInt(place.group(1)) + 1) + ")");
  }

  private static String what(String end, CelEvaluationException e) {
    var field = NO_MAP.matcher(end);
    if (field.find()) {
      return "only a map has a field '" + field.group(1) + "'";
    }
    // Of a map's brackets, dev.cel says no more than the key.
    if (e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND && !end.contains("key '")) {
      return "key '" + end + "' is not present in map";
    }
    return MISFITS.keySet().stream()
        .filter(end::startsWith)
        .findAny()
        .map(MISFITS::get)
        .orElse(end);
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /// The same, without what the expression has read in a pod: that may be a secret, and who is
  /// refused is not the only one who hears why. What stands in quotes stays where the expression
  /// itself has it.
  ///
  /// @param source the expression
  static String of(RuntimeException e, String source) {
    return withoutValues(oneLine(e.toString()), source);
  }

  static String of(CelEvaluationException e, String source) {
    // Of a text that is no number, dev.cel says the text, in quotes or without.
    boolean isUnread = e.getErrorCode() == CelErrorCode.BAD_FORMAT;
    return isUnread ? UNCONVERTED : withoutValues(of(e), source);
  }

  private static String withoutValues(String said, String source) {
    var quoted = (said.endsWith(CUT) ? QUOTED_AND_CUT : QUOTED).matcher(said);
    if (!quoted.find() || source.contains(quoted.group(1))) {
      return said;
    }
    return said.substring(0, quoted.start(1)) + CUT + said.substring(quoted.end(1));
  }

  /// Without what would break a line, and no longer than a line or two.
  static String oneLine(String text) {
    String line = start(text).replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + CUT : line;
  }

  private static String start(String text) {
    return text.substring(0, Math.min(text.length(), READ));
  }
}
