// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.navigation.CelNavigableAst;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Which parts of an expression cost more than the step that each takes.
final class Costs {

  enum Extra {
    /// One round of a loop: where its body fails, CEL goes on after making an exception.
    Round,
    /// A value that is compared with another to its last leaf.
    Depth,
    /// A list of which each entry is compared with each.
    Square
  }

  private static final Set<String> COMPARING = Set.of("_==_", "_!=_", "@in", "in");

  private static final Set<String> COMPARING_EACH =
      Set.of(
          "sets.contains",
          "sets.equivalent",
          "sets.intersects",
          "distinct",
          "indexOf",
          "lastIndexOf",
          "sort");

  /// Looked up for each part that is evaluated: an array, as the parser counts IDs from 1.
  private final Extra[] byId;

  private Costs(Extra[] byId) {
    this.byId = byId;
  }

  static Costs of(CelAbstractSyntaxTree tree) {
    var byId = new HashMap<Long, Extra>();
    CelNavigableAst.fromAst(tree).getRoot().allNodes().forEach(node -> add(byId, node.expr()));
    int last = byId.keySet().stream().mapToInt(Math::toIntExact).max().orElse(0);
    var extras = new Extra[last + 1];
    byId.forEach((id, extra) -> extras[Math.toIntExact(id)] = extra);
    return new Costs(extras);
  }

  private static void add(Map<Long, Extra> byId, CelExpr part) {
    switch (part.getKind()) {
      case COMPREHENSION -> byId.put(part.comprehension().loopCondition().id(), Extra.Round);
      case CALL -> {
        CelCall call = part.call();
        if (COMPARING.contains(call.function())) {
          call.args().forEach(argument -> byId.put(argument.id(), Extra.Depth));
        } else if (COMPARING_EACH.contains(call.function())) {
          call.args().forEach(argument -> byId.put(argument.id(), Extra.Square));
          call.target().ifPresent(target -> byId.put(target.id(), Extra.Square));
        }
      }
      default -> {}
    }
  }

  /// Null for most.
  Extra of(CelExpr part) {
    long id = part.id();
    return id < byId.length ? byId[(int) id] : null;
  }
}
