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
  static final String GRANTED_BY = "cgrant.io/granted-by";

  /// When in the life of a pod somebody asks.
  enum Moment {
    /// It can still be given a RuntimeClass.
    OPEN,
    /// It is stored as it is.
    FINAL
  }

  /// What holds around the pod.
  ///
  /// @param gated names of RuntimeClasses with a gated handler
  /// @param other names of RuntimeClasses without
  /// @param namespaceAsks whether the namespace asks on behalf of its pods
  /// @param terms the one policy, which matches every pod of the namespace
  record World(Set<String> gated, Set<String> other, boolean namespaceAsks, Optional<Terms> terms) {

    boolean knows(String runtimeClass) {
      return gated.contains(runtimeClass) || other.contains(runtimeClass);
    }
  }

  private Oracle() {}

  static Judgement judge(Tree.Obj pod, World world, Moment moment) {
    if (!pod.holdsAKeyTwice()) {
      return single(pod, world, moment);
    }
    Judgement last = single(pod, world, moment);
    Judgement first = single((Tree.Obj) pod.turned(), world, moment);
    if (last.allowed().equals(first.allowed())) {
      return last.or(Outcome.UNREADABLE);
    }
    return Judgement.of(EnumSet.of(Outcome.UNREADABLE), "a key twice, and it matters which wins");
  }

  private static Judgement single(Tree.Obj tree, World world, Moment moment) {
    Case about = Case.of(tree, world, moment);
    return about.orUnreadable(claimed(about.pod(), asked(about), moment));
  }

  record Case(
      OraclePod pod,
      OracleRoutes routes,
      OracleFloor floor,
      Optional<OraclePolicy> policy,
      World world,
      Moment moment) {

    static Case of(Tree.Obj tree, World world, Moment moment) {
      var pod = new OraclePod(tree);
      var routes = new OracleRoutes(pod);
      var floor = new OracleFloor(pod);
      // What is malformed is so in every world.
      new OraclePolicy(pod, Terms.STRICT);
      Optional<OraclePolicy> policy = world.terms().map(t -> new OraclePolicy(pod, t));
      return new Case(pod, routes, floor, policy, world, moment);
    }

    Judgement orUnreadable(Judgement judgement) {
      if (!pod.read.malformed.isEmpty()) {
        return Judgement.of(EnumSet.of(Outcome.UNREADABLE), "malformed " + pod.read.malformed);
      }
      return pod.read.odd.isEmpty() ? judgement : judgement.or(Outcome.UNREADABLE);
    }

    String label() {
      return pod.labels.getOrDefault(ASK, "");
    }

    boolean byLabel() {
      return label().equals("true");
    }

    /// Neither yes nor no: guessing would grant or hide.
    boolean isUnclear() {
      return pod.labels.containsKey(ASK) && !byLabel() && !label().equals("false");
    }

    Set<String> taken() {
      var taken = new TreeSet<>(routes.taken);
      if (pod.runtimeClass.filter(world.gated()::contains).isPresent()) {
        taken.add("RuntimeClass");
      }
      return taken;
    }

    boolean hasUnknownClass() {
      return pod.runtimeClass.filter(c -> !world.knows(c)).isPresent();
    }
  }

  static Judgement asked(Case about) {
    Set<String> taken = about.taken();
    boolean asks = about.byLabel() || about.isUnclear() || !taken.isEmpty();
    if (about.hasUnknownClass()) {
      return Judgement.of(EnumSet.of(Outcome.UNDECIDED), "unknown class");
    }
    if (!asks) {
      return untouched(about);
    }
    var reasons = new TreeSet<>(about.floor().reasons);
    if (!about.routes().unclear.isEmpty()) {
      reasons.add("RouteUnclear");
    }
    if (about.isUnclear()) {
      reasons.add("AskUnclear");
    }
    if (about.byLabel() && about.pod().runtimeClass.isPresent()) {
      addIf(!taken.contains("RuntimeClass"), reasons, "RuntimeClassConflict");
    } else if (about.byLabel() && about.moment() == Moment.FINAL) {
      addIf(taken.isEmpty(), reasons, "AskUnanswered");
    }
    if (about.policy().isEmpty()) {
      reasons.add("NoPolicy");
      return new Judgement(EnumSet.of(Outcome.REFUSED), reasons, "no policy, asks " + taken);
    }
    Terms terms = about.world().terms().orElseThrow();
    addIf(!terms.routes().containsAll(taken), reasons, "RouteNotGranted");
    return granted(about, reasons, "asks " + taken);
  }

  private static void addIf(boolean holds, Set<String> reasons, String reason) {
    if (holds) {
      reasons.add(reason);
    }
  }

  private static Judgement granted(Case about, Set<String> reasons, String why) {
    OraclePolicy policy = about.policy().orElseThrow();
    reasons.addAll(policy.reasons);
    if (!reasons.isEmpty()) {
      return new Judgement(EnumSet.of(Outcome.REFUSED), reasons, why);
    }
    Judgement granted = Judgement.of(EnumSet.of(Outcome.GRANTED), why);
    boolean settled = about.routes().unseen.isEmpty() && policy.perhaps.isEmpty();
    return settled ? granted : granted.or(Outcome.REFUSED);
  }

  /// A pod that does not ask is never hindered; a namespace that asks may have it granted, while
  /// the pod can still be given a class.
  private static Judgement untouched(Case about) {
    Judgement untouched = Judgement.of(EnumSet.of(Outcome.NOT_ASKED), "does not ask");
    boolean asked = about.world().namespaceAsks() && !about.label().equals("false");
    boolean canBeGiven = about.moment() == Moment.OPEN && about.pod().runtimeClass.isEmpty();
    if (!asked || !canBeGiven || about.policy().isEmpty()) {
      return untouched;
    }
    OraclePolicy policy = about.policy().orElseThrow();
    boolean qualifies =
        about.floor().reasons.isEmpty()
            && policy.reasons.isEmpty()
            && about.routes().unclear.isEmpty();
    if (!qualifies) {
      return untouched;
    }
    return about.routes().unseen.isEmpty() && policy.perhaps.isEmpty()
        ? Judgement.of(EnumSet.of(Outcome.GRANTED), "the namespace asks")
        : untouched.or(Outcome.GRANTED);
  }

  /// Nobody but cgrant writes the record of a grant; the worlds' one policy is `fuzz`, its first
  /// writing.
  private static Judgement claimed(OraclePod pod, Judgement judgement, Moment moment) {
    String record = pod.annotations.get(GRANTED_BY);
    if (record == null || moment == Moment.OPEN) {
      return judgement;
    }
    boolean isTrue = record.startsWith("fuzz@") && judgement.allowed().contains(Outcome.GRANTED);
    if (isTrue || judgement.allowed().equals(Set.of(Outcome.UNDECIDED))) {
      return judgement;
    }
    boolean was = judgement.allowed().contains(Outcome.REFUSED);
    return was
        ? new Judgement(EnumSet.of(Outcome.REFUSED), judgement.reasons(), "forged record")
        : new Judgement(EnumSet.of(Outcome.REFUSED), Set.of("GrantedByForged"), "forged record");
  }
}
