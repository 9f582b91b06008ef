// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// Which numbers fit, and what a person reads where JSON does not.
final class JsonWords {

  /// Digits, with a sign, that fit into 64 bits whatever they are.
  private static final int ALWAYS_IN_RANGE = 18;

  private JsonWords() {}

  /// With the place where the parser is.
  static Unreadable unreadable(JsonParser parser, String problem) {
    String place = parser.getParsingContext().pathAsPointer().toString();
    return new Unreadable((place.isEmpty() ? "/" : place) + ": " + problem);
  }

  static Unreadable broken(IOException e) {
    return new Unreadable("bad JSON: " + of(e));
  }

  static long whole(JsonParser parser) {
    try {
      insistOnRange(parser);
      return parser.getLongValue();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /// Kubernetes numbers are int64 or finite doubles; anything else would be rounded by one reader
  /// and not by another.
  static void insistOnRange(JsonParser parser) throws IOException {
    if (!isInRange(parser)) {
      throw unreadable(parser, "the number is out of range");
    }
  }

  private static boolean isInRange(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getTextLength() <= ALWAYS_IN_RANGE) {
      return true;
    }
    return switch (parser.getNumberType()) {
      case INT, LONG -> true;
      case FLOAT, DOUBLE -> !Double.isInfinite(parser.getDoubleValue());
      case BIG_INTEGER, BIG_DECIMAL -> false;
    };
  }

  static String of(JsonToken token) {
    return switch (token) {
      case START_OBJECT, END_OBJECT -> "an object";
      case START_ARRAY, END_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      case FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "something else";
    };
  }

  /// A parser's own message carries no more than the place and the character: safe to show.
  private static String of(IOException e) {
    if (e instanceof JsonProcessingException json) {
      var at = json.getLocation();
      String where =
          at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
      return where + json.getOriginalMessage();
    }
    return e.getMessage();
  }
}
