// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableComprehension;
import dev.cel.common.ast.CelMutableExprConverter;
import dev.cel.common.ast.CelReference;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.navigation.CelNavigableMutableAst;
import dev.cel.common.navigation.CelNavigableMutableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.DefaultTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Of a checked expression, what the planner of dev.cel gets wrong, written so that it cannot.
///
/// - `cel.bind` and `optMap` become a loop of no rounds, whose sum is the value. The planner takes
///   each list that is the sum of a loop for one that grows: none of its entries can be looked at,
///   and `x + [1]` changes `x`. Held in something else, the list is none to it.
/// - Of `a.?b`, it evaluates `a` twice, and each further `.?` of a chain doubles that.
/// - A name whose value is a type it takes for the name of that type. No loop names a type so
///   ([Misuse]), and of other names the planner is not told that they have one.
final class Rewriting {

  static final String HOLD = "@hold";
  static final String OPTIONAL_SELECT = "@optional_select";

  private static final String WRITTEN_OPTIONAL_SELECT = "_?._";

  /// By name.
  static final Map<String, List<CelFunctionBinding>> FUNCTIONS =
      Map.of(
          HOLD,
          // A function's result is converted once before it is held, which takes one off.
          List.of(
              CelFunctionBinding.from(
                  "@hold_any", Object.class, value -> new Held(new Held(value)))),
          OPTIONAL_SELECT,
          List.of(
              CelFunctionBinding.from(
                  "@optional_select_any", Object.class, String.class, Rewriting::select)));

  /// Which function a call means, by its ID, where that is not said by its name.
  private final Map<Long, CelReference> references;

  private final Map<Long, CelType> types;

  /// The greatest ID.
  private long last;

  private Rewriting(CelAbstractSyntaxTree tree, List<CelMutableExpr> parts) {
    references = new HashMap<>(tree.getReferenceMap());
    types = new HashMap<>(tree.getTypeMap());
    last = parts.stream().mapToLong(CelMutableExpr::id).max().orElse(0);
  }

  /// What is new has no place in the text: nothing fails there.
  static CelAbstractSyntaxTree of(CelAbstractSyntaxTree tree) {
    CelMutableAst mutable = CelMutableAst.fromCelAst(tree);
    List<CelMutableExpr> parts =
        CelNavigableMutableAst.fromAst(mutable)
            .getRoot()
            .allNodes()
            .map(CelNavigableMutableExpr::expr)
            .toList();
    var rewriting = new Rewriting(tree, parts);
    parts.forEach(rewriting::rewrite);
    return CelAbstractSyntaxTree.newCheckedAst(
        CelMutableExprConverter.fromMutableExpr(mutable.expr()),
        tree.getSource(),
        rewriting.references,
        rewriting.types);
  }

  static boolean isType(String name) {
    return DefaultTypeProvider.getInstance().findType(name).isPresent();
  }

  private void rewrite(CelMutableExpr part) {
    if (part.getKind() == ExprKind.Kind.COMPREHENSION) {
      hold(part.comprehension());
    } else if (part.getKind() == ExprKind.Kind.IDENT && !isType(part.ident().name())) {
      types.put(part.id(), SimpleType.DYN);
    } else if (part.getKind() == ExprKind.Kind.CALL
        && part.call().function().equals(WRITTEN_OPTIONAL_SELECT)) {
      part.call().setFunction(OPTIONAL_SELECT);
      references.remove(part.id());
    }
  }

  private void hold(CelMutableComprehension loop) {
    boolean hasNoRounds =
        loop.iterRange().getKind() == ExprKind.Kind.LIST
            && loop.iterRange().list().elements().isEmpty();
    if (hasNoRounds) {
      loop.setAccuInit(CelMutableExpr.ofCall(++last, CelMutableCall.create(HOLD, loop.accuInit())));
    }
  }

  private static Optional<?> select(Object operand, String name) {
    return operand instanceof Optional<?> optional
        ? optional.flatMap(value -> field(value, name))
        : field(operand, name);
  }

  private static Optional<?> field(Object value, String name) {
    if (value instanceof Map<?, ?> map) {
      return Optional.ofNullable(map.get(name));
    }
    // Of any other exception the planner writes all that was given into a message.
    throw CelAttributeNotFoundException.forFieldResolution(name);
  }

  /// The value of a name, until it is asked for.
  record Held(Object value) {}
}
