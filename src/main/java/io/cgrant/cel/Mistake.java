// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the compiler of dev.cel complains of, in words for who writes policies: what is wrong there
/// and what to do.
final class Mistake {

  private static final String REFERENCE = "docs/reference/cel.md";

  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");

  /// What follows the types is a list of all that would be right.
  private static final Pattern NO_OVERLOAD =
      Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*");

  private static final Pattern ENDS = Pattern.compile("mismatched input '<EOF>' expecting .*");
  private static final Pattern ABSENT = Pattern.compile("missing (\\S+) at .*");

  private static final Pattern UNEXPECTED =
      Pattern.compile(
          "(?:mismatched input|extraneous input|no viable alternative at input) '(.*?)'"
              + "(?: expecting .*)?");

  private static final Pattern NO_TOKEN = Pattern.compile("token recognition error at: '(.*)'");
  private static final Pattern RESERVED = Pattern.compile("reserved identifier: (.*)");
  private static final Pattern NO_FIELDS =
      Pattern.compile("type '(.*)' does not support field selection");
  private static final String HAS = "invalid argument to has() macro";

  private static final Map<String, String> OPERATORS = Map.of("and", "&&", "or", "||", "not", "!");

  /// They are read as a function where they have too few values, or too many.
  private static final Map<String, String> LOOPS =
      Map.of(
          "all", "all(c, …)",
          "exists", "exists(c, …)",
          "exists_one", "exists_one(c, …)",
          "filter", "filter(c, …)",
          "map", "map(c, …)");

  private Mistake() {}

  /// @param said by the compiler, in one line
  /// @param rest of the line of the expression, from where the mistake is
  /// @return what was said, where it is none of those known here
  static String told(String said, String rest) {
    return of(UNDECLARED, said)
        .map(found -> undeclared(found.group(1), rest))
        .or(() -> of(NO_OVERLOAD, said).map(found -> noOverload(found.group(1), found.group(2))))
        .or(() -> of(ENDS, said).map(found -> "the expression ends too early; write the rest"))
        .or(() -> of(ABSENT, said).map(found -> found.group(1) + " is missing; add it"))
        .or(() -> of(UNEXPECTED, said).map(found -> unexpected(found.group(1))))
        .or(() -> of(NO_TOKEN, said).map(found -> noToken(found.group(1).strip())))
        .or(() -> of(RESERVED, said).map(found -> reserved(found.group(1))))
        .or(() -> of(NO_FIELDS, said).map(found -> noFields(found.group(1))))
        .orElse(said.equals(HAS) ? "has() takes a field; write it as has(object.spec.x)" : said);
  }

  private static Optional<MatchResult> of(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    return matcher.matches() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
  }

  private static String undeclared(String name, String rest) {
    if (!rest.startsWith("(")) {
      return "there is no variable '"
          + name
          + "'; write one of object, oldObject, request and namespaceObject, or a function of "
          + REFERENCE;
    }
    return LOOPS.containsKey(name)
        ? "'" + name + "' takes a name and an expression; write it as " + LOOPS.get(name)
        : "there is no function '" + name + "'; write one of " + REFERENCE;
  }

  /// @param types as `(string, int)`, or `string.(int)` where the function is called on a value
  private static String noOverload(String function, String types) {
    boolean isOperator = function.startsWith("_") || function.startsWith("@");
    String name = isOperator || function.endsWith("_") ? function.replaceAll("[_@]", "") : function;
    String plain =
        types.replaceAll("google\\.protobuf\\.|kubernetes\\.", "").replace(".(", " and (");
    return "'"
        + name
        + "' does not take "
        + plain
        + "; write values that it takes, as in "
        + REFERENCE;
  }

  private static String unexpected(String input) {
    return OPERATORS.containsKey(input)
        ? "'" + input + "' is no operator; write " + OPERATORS.get(input)
        : "'" + input + "' does not fit here; take it out, or add what is missing before it";
  }

  private static String noToken(String token) {
    if (token.startsWith("=")) {
      return "'=' is no operator; write ==";
    }
    return token.startsWith("'") || token.startsWith("\"")
        ? "the text is not closed; end it with " + token.charAt(0)
        : "'" + token + "' is no part of CEL; take it out";
  }

  private static String reserved(String word) {
    return "'" + word + "' is a reserved word; write another name";
  }

  private static String noFields(String type) {
    return "a value of type " + type + " has no fields; take out the dot and what follows it";
  }
}
