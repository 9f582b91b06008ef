// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import io.cgrant.fuzz.Judgement.Outcome;
import io.cgrant.fuzz.Oracle.Case;
import io.cgrant.fuzz.Oracle.Moment;
import io.cgrant.fuzz.Oracle.World;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Says what must become of an update of a stored pod.
///
/// The new pod is judged as if it were created so, and what speaks against it is no ground if it
/// spoke against the old one already: an update that brings nothing new may pass, so that a
/// controller can always drop a finalizer. One that does bring something may not.
final class OracleUpdate {

  /// No danger in an update: the API server lets none touch the annotations of AppArmor, and a pod
  /// whose ask is unanswered has nothing, as after its only route is taken away.
  private static final Set<String> HARMLESS = Set.of("AppArmorNotAllowed", "AskUnanswered");

  private OracleUpdate() {}

  static Judgement judge(Tree.Obj old, Tree.Obj pod, World world) {
    Case before = Case.of(old, world, Moment.FINAL);
    Case after = Case.of(pod, world, Moment.FINAL);
    return before.orUnreadable(after.orUnreadable(judge(before, after, old)));
  }

  private static Judgement judge(Case before, Case after, Tree.Obj old) {
    // Evidence to the end, so this comes first.
    if (!record(before).equals(record(after))) {
      return new Judgement(
          EnumSet.of(Outcome.REFUSED), Set.of("GrantedByChanged"), "its record changes");
    }
    if (metadata(old).get("deletionTimestamp") instanceof Tree.Text) {
      return Judgement.of(EnumSet.of(Outcome.NOT_ASKED), "on its way out");
    }
    Judgement now = Oracle.asked(after);
    return bringsNothing(before, after, now) ? now.or(Outcome.NOT_ASKED) : now;
  }

  private static boolean bringsNothing(Case before, Case after, Judgement now) {
    Judgement was = Oracle.asked(before);
    boolean undecided = now.allowed().equals(EnumSet.of(Outcome.UNDECIDED));
    boolean sameClass = before.pod().runtimeClass.equals(after.pod().runtimeClass);
    boolean asksAnew = after.byLabel() && !before.byLabel();
    return before.taken().containsAll(after.taken())
        && before.routes().unclear.containsAll(after.routes().unclear)
        && !asksAnew
        && (!undecided || sameClass)
        && now.reasons().stream().allMatch(r -> HARMLESS.contains(r) || was.reasons().contains(r));
  }

  private static String record(Case about) {
    Map<String, String> annotations = about.pod().annotations;
    return annotations.containsKey(Oracle.GRANTED_BY)
        ? "is " + annotations.get(Oracle.GRANTED_BY)
        : "is not there";
  }

  private static Tree.Obj metadata(Tree.Obj pod) {
    return pod.get("metadata") instanceof Tree.Obj found ? found : OraclePod.nothing();
  }
}
