// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import io.cgrant.e2e.node.NodesExtension.Proof;
import io.cgrant.e2e.node.NodesExtension.Wanted;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Whether a test runs on the node that it asks for.
///
/// @param isCi there a proof that runs nowhere is a failure
/// @param areAllWanted those that take minutes too
/// @param cannot why a node cannot be here; empty where it can. To ask starts it
/// @param hasAllOfANode whether the node in namespaces, which is there, has controllers and
///     `nsdelegate`
record NodeChoice(
    boolean isCi,
    boolean areAllWanted,
    Function<Wanted, Optional<String>> cannot,
    BooleanSupplier hasAllOfANode) {

  static final String LEFT_OUT = "it takes minutes; make node-matrix shows it";

  sealed interface Outcome {
    record Runs() implements Outcome {}

    record NotRun(String why) implements Outcome {}

    record Fails(String why) implements Outcome {}
  }

  Outcome of(Wanted node, Proof proof) {
    if (!areAllWanted && isLong(node, proof)) {
      return new Outcome.NotRun(LEFT_OUT);
    }
    Optional<String> why = cannot.apply(node);
    if (why.isEmpty()) {
      return new Outcome.Runs();
    }
    boolean isNowhere =
        areAllWanted
            || proof == Proof.TheOnlyOne
            || !runs(Wanted.NAMESPACES) && !runs(Wanted.MACHINE);
    return isCi && isNowhere ? new Outcome.Fails(why.get()) : new Outcome.NotRun(why.get());
  }

  private boolean isLong(Wanted node, Proof proof) {
    if (node.crio().isPresent()) {
      return true;
    }
    return switch (node.kind()) {
      case Namespaces -> false;
      case Machine ->
          runs(Wanted.NAMESPACES)
              && !(isCi && proof == Proof.TheOnlyOne && !hasAllOfANode.getAsBoolean());
    };
  }

  private boolean runs(Wanted node) {
    return cannot.apply(node).isEmpty();
  }
}
