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

  private final Map<Long, Extra> byId;

  private Costs(Map<Long, Extra> byId) {
    this.byId = byId;
  }

  static Costs of(CelAbstractSyntaxTree tree) {
    var byId = new HashMap<Long, Extra>();
    CelNavigableAst.fromAst(tree).getRoot().allNodes().forEach(node -> add(byId, node.expr()));
    return new Costs(Map.copyOf(byId));
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
    return byId.get(part.id());
  }
}
