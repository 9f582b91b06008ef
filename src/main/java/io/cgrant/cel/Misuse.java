// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.Optional;
import java.util.Set;

/// What the compiler of dev.cel lets through and this dialect does not.
///
/// @param part the ID of the part where it is
record Misuse(long part, String problem) {

  private static final int LONGEST_PATTERN = 256;

  /// Of characters, with repeats written out: far more than instructions may come of them, few
  /// enough to be compiled and counted exactly.
  private static final int LARGEST_WRITTEN_OUT = 10_000;

  /// What a part of any type yields shows when it is evaluated.
  private static final Set<CelKind> NO_KEYS = Set.of(CelKind.LIST, CelKind.MAP);

  /// The first that is met from the outside in.
  static Optional<Misuse> in(CelAbstractSyntaxTree tree) {
    return CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .flatMap(node -> of(node.expr(), tree).stream())
        .findFirst();
  }

  private static Optional<Misuse> of(CelExpr part, CelAbstractSyntaxTree tree) {
    return switch (part.getKind()) {
      case CALL -> ofCall(part, tree);
      case MAP ->
          part.map().entries().stream().flatMap(e -> ofKey(e.key(), tree).stream()).findFirst();
      case NOT_SET, CONSTANT, IDENT, SELECT, LIST, STRUCT, COMPREHENSION -> Optional.empty();
    };
  }

  private static Optional<Misuse> ofCall(CelExpr part, CelAbstractSyntaxTree tree) {
    CelCall call = part.call();
    if (Costs.INDEXING.contains(call.function())) {
      return ofKey(call.args().getLast(), tree);
    }
    return Dialect.WITH_PATTERN.contains(call.function())
        ? patternProblem(call).map(problem -> new Misuse(part.id(), problem))
        : Optional.empty();
  }

  private static Optional<Misuse> ofKey(CelExpr key, CelAbstractSyntaxTree tree) {
    return tree.getType(key.id())
        .map(CelType::kind)
        .filter(NO_KEYS::contains)
        .map(kind -> new Misuse(key.id(), EffortMeter.NO_KEY));
  }

  /// A pattern that is not written out would be chosen by whoever makes a pod.
  private static Optional<String> patternProblem(CelCall call) {
    CelExpr pattern = Dialect.pattern(call);
    if (pattern.getKind() != ExprKind.Kind.CONSTANT
        || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return Optional.of("the pattern must be written out as a text");
    }
    String written = pattern.constant().stringValue();
    if (written.length() > LONGEST_PATTERN) {
      return Optional.of("the pattern is longer than " + LONGEST_PATTERN + " characters");
    }
    if (Repeats.charactersOf(written) > LARGEST_WRITTEN_OUT) {
      return Optional.of(
          "the pattern is too large with its repeats written out; put fewer in one another");
    }
    try {
      return Pattern.compile(written).programSize() > Dialect.LARGEST_PATTERN
          ? Optional.of("the pattern is too large; repeat less in it")
          : Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of("not a pattern in RE2: " + e.getMessage());
    }
  }
}
