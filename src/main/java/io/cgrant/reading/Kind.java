// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import com.fasterxml.jackson.databind.JsonNode;

/// A kind of JSON value, and what to write where it is wanted.
enum Kind {
  OBJECT("an object, as {key: value}"),
  LIST("a list, as [a, b]"),
  TEXT("text, in quotes where it looks like something else"),
  TRUTH("true or false, without quotes"),
  WHOLE("a whole number, without quotes");

  private final String wanted;

  Kind(String wanted) {
    this.wanted = wanted;
  }

  boolean fits(JsonNode node) {
    return switch (this) {
      case OBJECT -> node.isObject();
      case LIST -> node.isArray();
      case TEXT -> node.isTextual();
      case TRUTH -> node.isBoolean();
      case WHOLE -> node.isIntegralNumber();
    };
  }

  String complaint(JsonNode node) {
    if (node.isNull()) {
      return "is null; write " + wanted + ", or leave the field out";
    }
    return "is " + found(node) + "; write " + wanted;
  }

  private static String found(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "the text " + Form.quoted(node.textValue());
      case NUMBER -> "the number " + node;
      case BOOLEAN -> "the truth value " + node;
      case BINARY, MISSING, NULL, POJO -> "no value";
    };
  }
}
