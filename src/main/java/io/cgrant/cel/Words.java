// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import java.util.regex.Pattern;

/// What a person reads of what dev.cel says.
final class Words {

  private static final int LONGEST = 240;

  /// What dev.cel says of a function that throws is no word of what is wrong.
  private static final String OUR_FUNCTION = "Function 'cgrant_";

  private static final Pattern PLACE =
      Pattern.compile("^evaluation error(?: at <input>:(\\d+))?: ");

  private Words() {}

  static String of(CelEvaluationException e) {
    String said = String.valueOf(e.getMessage());
    if (said.contains(OUR_FUNCTION) && e.getCause() != null) {
      return oneLine(String.valueOf(root(e).getMessage()));
    }
    var place = PLACE.matcher(said);
    if (!place.find()) {
      return oneLine(said);
    }
    String end = said.substring(place.end()).replaceFirst("\\.$", "");
    // Of a map's brackets, dev.cel says no more than the key.
    boolean isKeyAlone =
        e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND && !end.contains("key '");
    String what = isKeyAlone ? "key '" + end + "' is not present in map" : end;
    return oneLine(
        place.group(1) == null
            ? what
            : what + " (character " + (Integer.parseInt(place.group(1)) + 1) + ")");
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /// Without what would break a line, and no longer than a line or two.
  static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
