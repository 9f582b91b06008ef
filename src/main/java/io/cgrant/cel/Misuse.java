// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the compiler of dev.cel lets through and this dialect does not.
///
/// @param part the ID of the part where it is
record Misuse(long part, String problem) {

  /// What a part of any type yields shows when it is evaluated.
  private static final Set<CelKind> NO_KEYS = Set.of(CelKind.LIST, CelKind.MAP);

  /// The first that is met from the outside in.
  static Optional<Misuse> in(CelAbstractSyntaxTree tree) {
    var patterns = new PatternBudget();
    return CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .flatMap(node -> of(node.expr(), tree, patterns).stream())
        .findFirst();
  }

  private static Optional<Misuse> of(
      CelExpr part, CelAbstractSyntaxTree tree, PatternBudget patterns) {
    return switch (part.getKind()) {
      case CALL -> ofCall(part, tree, patterns);
      case MAP ->
          part.map().entries().stream().flatMap(e -> ofKey(e.key(), tree).stream()).findFirst();
      case COMPREHENSION -> ofLoop(part.id(), part.comprehension());
      case NOT_SET, CONSTANT, IDENT, SELECT, LIST, STRUCT -> Optional.empty();
    };
  }

  /// A name that has no value, since that has failed, would be the type to the planner.
  private static Optional<Misuse> ofLoop(long part, CelComprehension loop) {
    return Stream.of(loop.accuVar(), loop.iterVar(), loop.iterVar2())
        .filter(Rewriting::isType)
        .findFirst()
        .map(name -> new Misuse(part, "'" + name + "' is the name of a type; write another name"));
  }

  private static Optional<Misuse> ofCall(
      CelExpr part, CelAbstractSyntaxTree tree, PatternBudget patterns) {
    CelCall call = part.call();
    if (Costs.INDEXING.contains(call.function())) {
      return ofKey(call.args().getLast(), tree);
    }
    return Dialect.WITH_PATTERN.contains(call.function())
        ? patternProblem(call, patterns).map(problem -> new Misuse(part.id(), problem))
        : Optional.empty();
  }

  private static Optional<Misuse> ofKey(CelExpr key, CelAbstractSyntaxTree tree) {
    return tree.getType(key.id())
        .map(CelType::kind)
        .filter(NO_KEYS::contains)
        .map(kind -> new Misuse(key.id(), EffortMeter.NO_KEY));
  }

  /// A pattern that is not written out would be chosen by whoever makes a pod.
  private static Optional<String> patternProblem(CelCall call, PatternBudget patterns) {
    CelExpr pattern = Dialect.pattern(call);
    if (pattern.getKind() != ExprKind.Kind.CONSTANT
        || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return Optional.of("the pattern must be written out as a text");
    }
    return patterns.problem(pattern.constant().stringValue());
  }
}
