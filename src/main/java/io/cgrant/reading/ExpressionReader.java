// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import io.cgrant.crd.MatchSpec;
import io.cgrant.crd.RequireSpec;
import io.cgrant.crd.Syntax;
import io.cgrant.policy.Condition;
import io.cgrant.policy.Expression;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.ExpressionCompiler.Compilation;
import io.cgrant.policy.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Reads the expressions of a policy. One that does not compile is a problem at its place.
final class ExpressionReader {

  private ExpressionReader() {}

  static List<Condition> conditions(Stanza match, ExpressionCompiler compiler) {
    match.requireEntries("conditions", "write one, or leave the field out");
    List<Stanza> written =
        match.objects("conditions", MatchSpec.Condition.class, Syntax.EXPRESSIONS);
    refuseTwins(written);
    return written.stream().flatMap(c -> condition(c, compiler).stream()).toList();
  }

  static List<Rule> rules(Optional<Stanza> require, ExpressionCompiler compiler) {
    require.ifPresent(r -> r.requireEntries("rules", "write one, or leave the field out"));
    List<Stanza> written =
        require
            .map(r -> r.objects("rules", RequireSpec.Rule.class, Syntax.EXPRESSIONS))
            .orElse(List.of());
    refuseTwins(written);
    return written.stream().flatMap(r -> rule(r, compiler).stream()).toList();
  }

  private static Optional<Condition> condition(Stanza written, ExpressionCompiler compiler) {
    Optional<String> name = name(written);
    Optional<String> text = text(written);
    Optional<Expression> expression = expression(written, text, compiler);
    return name.flatMap(n -> expression.map(e -> new Condition(n, text.orElseThrow(), e)));
  }

  private static Optional<Rule> rule(Stanza written, ExpressionCompiler compiler) {
    Optional<String> name = name(written);
    Optional<String> text = text(written);
    Optional<Expression> expression = expression(written, text, compiler);
    Optional<String> message = written.text("message", Form.MESSAGE);
    return name.flatMap(n -> expression.map(e -> new Rule(n, text.orElseThrow(), e, message)));
  }

  private static Optional<String> name(Stanza written) {
    written.require("name", "name it, for whoever reads what it refuses");
    return written.text("name", Form.EXPRESSION_NAME);
  }

  private static Optional<String> text(Stanza written) {
    written.require("expression", "write one in CEL");
    return written.text("expression", Form.EXPRESSION);
  }

  private static Optional<Expression> expression(
      Stanza written, Optional<String> text, ExpressionCompiler compiler) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (compiler.compile(text.get())) {
      case Compilation.Compiled(var expression) -> Optional.of(expression);
      case Compilation.Malformed(var problem) -> {
        written.problem("expression", problem);
        yield Optional.empty();
      }
    };
  }

  private static void refuseTwins(List<Stanza> written) {
    var seen = new HashSet<String>();
    for (Stanza one : written) {
      one.plainText("name")
          .filter(name -> !seen.add(name))
          .ifPresent(
              name -> one.problem("name", Form.quoted(name) + " is there twice; rename one"));
    }
  }
}
