// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A decision with all that led to it.
///
/// @param verdict what [Gate] says of the same
/// @param hearing empty where the pod does not ask, or nobody could decide before any policy was
/// asked
public record Transcript(Verdict verdict, Optional<Heard> hearing) {

  /// @param asking how the label is read
  /// @param routes the ways the pod takes by itself
  /// @param floor what no policy can waive
  /// @param accounts of every policy there is, in the order in which they are asked
  public record Heard(
      Asking asking, List<Route> routes, List<Point> floor, List<Account> accounts) {
    public Heard {
      routes = List.copyOf(routes);
      floor = List.copyOf(floor);
      accounts = List.copyOf(accounts);
    }
  }

  /// What one policy says of the pod.
  ///
  /// @param misses why its selectors do not choose the pod
  /// @param falseCondition why it does not speak for a pod that its selectors choose
  /// @param given for each route of the pod as it would be stored, whether it is granted; and
  /// whatever else stands against the pod before any requirement is asked
  /// @param points each requirement in the order in which it is asked
  /// @param standing what it depends on beside the pod
  public record Account(
      Policy policy,
      List<Match.Miss> misses,
      Optional<Condition> falseCondition,
      List<Point> given,
      List<Point> points,
      List<Point> standing,
      Conclusion conclusion) {
    public Account {
      misses = List.copyOf(misses);
      given = List.copyOf(given);
      points = List.copyOf(points);
      standing = List.copyOf(standing);
    }
  }

  /// What comes of what one policy says.
  public enum Conclusion {
    /// It does not speak for the pod.
    DoesNotSpeak,
    /// It is the one that grants.
    Grants,
    /// It has nothing against the pod; where another grants, that one comes first.
    WouldGrant,
    /// It does not enforce what it finds.
    Tolerates,
    /// It has nothing against the pod, but something does that no policy can waive.
    Overruled,
    Refuses,
    /// Only the API server can tell.
    Untold,
    /// There was no room or no time to tell of it.
    Unexplained
  }

  /// Hears every policy and every check, also where the gate would not need to.
  public static Transcript of(Ask ask, Snapshot snapshot) {
    return of(ask, snapshot, Extent.WHOLE);
  }

  /// The same, and no more of it than this. Once there is no room, the gate hears only what it
  /// needs to.
  public static Transcript of(Ask ask, Snapshot snapshot, Extent extent) {
    var recorder = new Recorder(extent);
    Gate.decide(ask, snapshot, recorder);
    Verdict verdict = Gate.decide(ask, snapshot);
    return new Transcript(verdict, recorder.heard(verdict, snapshot));
  }

  /// The names of the ways that the pod takes by itself.
  public Set<Route.Name> routes() {
    return hearing.map(heard -> Route.names(heard.routes())).orElse(Set.of());
  }
}
