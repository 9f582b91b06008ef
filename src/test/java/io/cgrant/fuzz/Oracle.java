// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import io.cgrant.fuzz.Judgement.Outcome;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Says what must become of a pod that is about to be stored, from the sources alone.
///
/// It says less than cgrant: where the sources leave something open, more than one outcome is
/// right. What it never leaves open is that a pod with a finding is not granted.
final class Oracle {

  static final String ASK = "cgrant.io/writable-cgroup";

  /// What holds around the pod.
  ///
  /// @param gated names of RuntimeClasses with a gated handler
  /// @param other names of RuntimeClasses without
  /// @param namespaceAsks whether the namespace asks on behalf of its pods
  /// @param terms the one policy, which matches every pod of the namespace
  record World(
      Set<String> gated, Set<String> other, boolean namespaceAsks, Optional<Terms> terms) {}

  private Oracle() {}

  static Judgement judge(Tree.Obj pod, World world) {
    if (!pod.holdsAKeyTwice()) {
      return single(pod, world);
    }
    Judgement last = single(pod, world);
    Judgement first = single((Tree.Obj) pod.turned(), world);
    if (last.allowed().equals(first.allowed())) {
      return last.or(Outcome.UNREADABLE);
    }
    return Judgement.of(EnumSet.of(Outcome.UNREADABLE), "a key twice, and it matters which wins");
  }

  private static Judgement single(Tree.Obj tree, World world) {
    var pod = new OraclePod(tree);
    var routes = new OracleRoutes(pod);
    var floor = new OracleFloor(pod);
    // What is malformed is so in every world.
    new OraclePolicy(pod, Terms.STRICT);
    Optional<OraclePolicy> policy = world.terms().map(t -> new OraclePolicy(pod, t));
    Judgement judgement = asked(pod, routes, floor, policy, world);
    if (!pod.read.malformed.isEmpty()) {
      return Judgement.of(EnumSet.of(Outcome.UNREADABLE), "malformed " + pod.read.malformed);
    }
    return pod.read.odd.isEmpty() ? judgement : judgement.or(Outcome.UNREADABLE);
  }

  private static Judgement asked(
      OraclePod pod,
      OracleRoutes routes,
      OracleFloor floor,
      Optional<OraclePolicy> policy,
      World world) {
    var taken = new TreeSet<>(routes.taken);
    String label = pod.labels.getOrDefault(ASK, "");
    boolean byLabel = label.equals("true");
    boolean gatedClass = pod.runtimeClass.filter(world.gated()::contains).isPresent();
    if (gatedClass) {
      taken.add("RuntimeClass");
    }
    boolean unknownClass =
        pod.runtimeClass
            .filter(c -> !world.gated().contains(c) && !world.other().contains(c))
            .isPresent();
    boolean asks = byLabel || !taken.isEmpty();
    boolean unclear = pod.labels.containsKey(ASK) && !byLabel && !label.equals("false");
    boolean mayAsk = unclear || !routes.perhaps.isEmpty();
    if (!asks) {
      Judgement untouched = untouched(pod, label, floor, policy, world);
      if (unknownClass) {
        return untouched.or(Outcome.UNDECIDED).or(Outcome.REFUSED);
      }
      return mayAsk ? untouched.or(Outcome.REFUSED).or(Outcome.GRANTED) : untouched;
    }
    if (unknownClass) {
      return Judgement.of(EnumSet.of(Outcome.REFUSED, Outcome.UNDECIDED), "unknown class");
    }
    if (policy.isEmpty()) {
      return new Judgement(EnumSet.of(Outcome.REFUSED), floor.reasons, "no policy, asks " + taken);
    }
    if (!world.terms().orElseThrow().routes().containsAll(taken)) {
      return Judgement.of(EnumSet.of(Outcome.REFUSED), "route not granted by it: " + taken);
    }
    boolean anotherClass = byLabel && pod.runtimeClass.isPresent() && !gatedClass;
    if (anotherClass && taken.isEmpty()) {
      return Judgement.of(EnumSet.of(Outcome.REFUSED), "asks, and has another class");
    }
    boolean unanswered = byLabel && pod.runtimeClass.isEmpty();
    boolean open = mayAsk || anotherClass || unanswered;
    return granted(floor, policy.orElseThrow(), open, "asks " + taken);
  }

  private static Judgement granted(
      OracleFloor floor, OraclePolicy policy, boolean open, String why) {
    var reasons = new TreeSet<>(floor.reasons);
    reasons.addAll(policy.reasons);
    if (!reasons.isEmpty()) {
      return new Judgement(EnumSet.of(Outcome.REFUSED), reasons, why);
    }
    Judgement granted = Judgement.of(EnumSet.of(Outcome.GRANTED), why);
    boolean settled = floor.perhaps.isEmpty() && policy.perhaps.isEmpty() && !open;
    return settled ? granted : granted.or(Outcome.REFUSED);
  }

  /// A pod that does not ask is never hindered; a namespace that asks may have it granted.
  private static Judgement untouched(
      OraclePod pod, String label, OracleFloor floor, Optional<OraclePolicy> policy, World world) {
    Judgement untouched = Judgement.of(EnumSet.of(Outcome.NOT_ASKED), "does not ask");
    boolean asked = world.namespaceAsks() && !label.equals("false");
    if (!asked || policy.isEmpty() || pod.runtimeClass.isPresent()) {
      return untouched;
    }
    boolean qualifies = floor.reasons.isEmpty() && policy.orElseThrow().reasons.isEmpty();
    return qualifies ? untouched.or(Outcome.GRANTED) : untouched;
  }
}
