// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.admission.AuditEntry;
import io.cgrant.admission.Wording;
import io.cgrant.drift.Holding;
import io.cgrant.drift.StoredPod;
import io.cgrant.ownership.TopOwners;
import io.cgrant.pod.PodView;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.WorkloadControllers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one Event says. Two equal ones are a repetition, and the pod that it happened to makes no
/// difference: a controller that tries again makes a pod of another name. Until it is [#settled],
/// its names are as somebody else wrote them.
///
/// @param regarding the object a person looks at
/// @param related where that is another object, the first pod it happened to; for a pod that never
/// comes to exist, rather the controller that tried to make it
/// @param note of a refusal that was told as it was told, until it is [#settled]
/// @param policies by which it came to that, as far as there are any
/// @param maker whose allowance it costs; two are equal whoever made the pods
record Happening(
    Thing regarding,
    Optional<Thing> related,
    Kind kind,
    String action,
    String note,
    List<String> policies,
    Maker maker) {

  /// The `reason` of the Event.
  enum Kind {
    /// The pod has a writable cgroup, by the policy that the note names.
    ///
    /// Why: everybody should see who has one.
    ///
    /// Way out: none is needed.
    Granted,

    /// The pod has a writable cgroup, by an exception of the policy that the note names, with its
    /// end.
    ///
    /// Why: the pod does not meet what the exception waives.
    ///
    /// Way out: mend what the findings name before the exception ends.
    ExceptionUsed,

    /// The pod has a writable cgroup by a policy with `enforcement: Warn` or `Audit`, and once that
    /// is `Enforce` it would have none. The note names the findings.
    ///
    /// Why: the reason of each finding is on this page.
    ///
    /// Way out: mend what the findings name before the policy enforces them.
    WouldRefuse,

    /// No policy grants the pod a writable cgroup. The note names the findings.
    ///
    /// Why: the reason of each finding is on this page.
    ///
    /// Way out: mend what the findings name, or do not ask.
    Refused,

    /// Nobody could decide, so the pod that asks was refused for now.
    ///
    /// Why: the note says which of the causes on this page it was.
    ///
    /// Way out: a controller tries again by itself.
    Undecided,

    /// The pod runs with a writable cgroup that nobody would give it today. The note names one of
    /// the causes on this page, and how it was granted. It is told once, and again after an hour.
    ///
    /// Why: policies, RuntimeClasses and labels change while pods run, and nothing is ever taken
    /// from a pod.
    ///
    /// Way out: as the cause says; mostly delete the pod, so that it is judged again.
    Drifted,

    /// The policy that the Event is about makes no sense and grants nothing. The note names its
    /// fields. Once for each thing that is wrong; the Event lies in the namespace `default`.
    ///
    /// Why: it was stored while cgrant was away, or by an older version that took it.
    ///
    /// Way out: mend the fields; the condition `Ready` of the policy names them too.
    PolicyInvalid,

    /// An exception of the policy that the Event is about ends within seven days. Told once; the
    /// Event lies in the namespace `default`.
    ///
    /// Why: pods that need it are refused from then on.
    ///
    /// Way out: mend what it waives, or ask its owner, whom the note names, for a later end.
    ExceptionExpiring,

    /// An exception of the policy that the Event is about has ended. Told once; the Event lies in
    /// the namespace `default`.
    ///
    /// Why: it waives nothing any more, and pods that need it are refused.
    ///
    /// Way out: mend what it waived, and take the exception out of the policy.
    ExceptionEnded,

    /// No node can run the pods that the policy grants which the Event is about: none has the
    /// handler of its RuntimeClass, with user namespaces where the policy wants them. The note says
    /// how many nodes were asked and names some. Told once each time it comes to that; the Event
    /// lies in the namespace `default`.
    ///
    /// Why: granted pods wait on a node for ever.
    ///
    /// Way out: configure the container runtime of the nodes, or have the RuntimeClass select
    /// others; the condition `NodesReady` of the policy says the same.
    NodeNotReady;

    String type() {
      return switch (this) {
        case Granted, ExceptionUsed -> "Normal";
        case WouldRefuse,
            Refused,
            Undecided,
            Drifted,
            PolicyInvalid,
            ExceptionExpiring,
            ExceptionEnded,
            NodeNotReady ->
            "Warning";
      };
    }
  }

  /// The API server refuses a longer note.
  static final int LONGEST_NOTE = 1_024;

  /// Empty when there is nothing to tell.
  static Optional<Happening> of(AuditEntry entry, WorkloadControllers controllers) {
    if (!entry.isOfRecord() || entry.ask().dryRun()) {
      return Optional.empty();
    }
    return kind(entry.verdict())
        .map(
            kind ->
                new Happening(
                    regarding(entry.ask(), kind),
                    related(entry.ask(), kind),
                    kind,
                    action(entry.ask().operation()),
                    Wording.account(entry, LONGEST_NOTE),
                    PolicyNames.of(entry.verdict()),
                    Maker.of(entry.ask().requester(), controllers)));
  }

  /// Empty where the pod does not drift. The pod exists, so it is the one a person looks at.
  static Optional<Happening> of(Holding holding) {
    StoredPod stored = holding.pod();
    return holding
        .drift()
        .map(
            drift ->
                new Happening(
                    new Thing("v1", "Pod", stored.namespace(), stored.pod().name(), stored.uid()),
                    stored.pod().controller().map(owner -> controller(stored.namespace(), owner)),
                    Kind.Drifted,
                    PolicyHappenings.LOOK,
                    Wording.note(drift.cause() + ": " + drift.sentence(), LONGEST_NOTE),
                    PolicyNames.of(holding),
                    Maker.Unseen));
  }

  /// The namespace that the Event lies in. One about an object without a namespace may lie in no
  /// other.
  String place() {
    return regarding.namespace().isEmpty() ? "default" : regarding.namespace();
  }

  /// Whether it is about an object without a namespace, which is a policy and never a tenant's.
  boolean isOnPolicy() {
    return regarding.namespace().isEmpty();
  }

  /// With a note that is a note, and names that are safe to write. Whoever is refused again and
  /// again is told the same, so both are made only when it is written.
  Happening settled() {
    String fitting = Wording.noteOf(note, LONGEST_NOTE);
    return new Happening(
        regarding.shown(), related.map(Thing::shown), kind, action, fitting, policies, maker);
  }

  @Override
  public boolean equals(Object other) {
    return other
            instanceof Happening(var what, var to, var of, var by, var saying, var whose, var who)
        && kind == of
        && note.equals(saying)
        && regarding.equals(what)
        && action.equals(by);
  }

  @Override
  public int hashCode() {
    return 31 * note.hashCode() + regarding.name().hashCode();
  }

  /// The same on the object that a person wrote: the Deployment and not its ReplicaSet. Where
  /// nobody says whose one is, it stays with that. May block as long as an owner source does.
  Happening raised(TopOwners owners, Instant now) {
    return owners
        .above(regarding.namespace(), regarding.asOwner(), now)
        .map(above -> raisedTo(controller(regarding.namespace(), above)))
        .orElse(this);
  }

  Happening raisedTo(Thing above) {
    boolean isOfPod = related.filter(thing -> !thing.uid().isEmpty()).isPresent();
    Optional<Thing> below = isOfPod ? related : Optional.of(regarding);
    return new Happening(above, below, kind, action, note, policies, maker);
  }

  /// Of a pod that is there, itself: somebody changes that one. Of a new pod its controller: a
  /// refused pod never exists, and of a hundred that are granted alike one Event says enough
  /// (`docs/adr/0013-a-grant-is-told-on-the-controller.md`). A pod without a controller is
  /// named itself, also when it never comes to exist: whoever searches the Events of the
  /// namespace finds it by its name. An Event about a Namespace would have to lie in the
  /// namespace `default`, where its people cannot look.
  private static Thing regarding(Ask ask, Kind kind) {
    return isThere(ask) ? pod(ask, kind) : controller(ask).orElseGet(() -> pod(ask, kind));
  }

  private static Optional<Thing> related(Ask ask, Kind kind) {
    if (isThere(ask)) {
      return controller(ask);
    }
    boolean isNamed = !podName(ask).isEmpty();
    return controller(ask).filter(owner -> isNamed).map(owner -> pod(ask, kind));
  }

  private static boolean isThere(Ask ask) {
    return ask.operation() == Ask.Operation.UPDATE || !ask.subject().subresource().isEmpty();
  }

  private static Optional<Thing> controller(Ask ask) {
    return ask.pod().controller().map(owner -> controller(ask.subject().namespace(), owner));
  }

  private static Thing controller(String namespace, PodView.Owner owner) {
    return new Thing(owner.apiVersion(), owner.kind(), namespace, owner.name(), owner.uid());
  }

  /// The uid of a pod that is refused is nobody's, and another one each time it is tried again.
  private static Thing pod(Ask ask, Kind kind) {
    String uid = exists(ask, kind) ? ask.subject().uid() : "";
    return new Thing("v1", "Pod", ask.subject().namespace(), podName(ask), uid);
  }

  /// Or comes to exist, as far as cgrant has a say.
  private static boolean exists(Ask ask, Kind kind) {
    return switch (kind) {
      case Granted, ExceptionUsed, WouldRefuse, Drifted -> true;
      case Refused, Undecided -> isThere(ask);
      case PolicyInvalid, ExceptionExpiring, ExceptionEnded, NodeNotReady -> false;
    };
  }

  private static String podName(Ask ask) {
    return ask.pod().name().isEmpty() ? ask.subject().name() : ask.pod().name();
  }

  private static Optional<Kind> kind(Verdict verdict) {
    return switch (verdict) {
      case Verdict.NotAsked untouched -> Optional.empty();
      case Verdict.Granted granted -> Optional.of(granted(granted));
      case Verdict.Refused refused -> Optional.of(Kind.Refused);
      case Verdict.Undecided undecided -> Optional.of(Kind.Undecided);
    };
  }

  /// What is tolerated ends sooner than an exception, by somebody else's doing.
  private static Kind granted(Verdict.Granted granted) {
    if (!granted.tolerated().isEmpty()) {
      return Kind.WouldRefuse;
    }
    return granted.waivers().isEmpty() ? Kind.Granted : Kind.ExceptionUsed;
  }

  private static String action(Ask.Operation operation) {
    return switch (operation) {
      case CREATE -> "CreatePod";
      case UPDATE -> "UpdatePod";
    };
  }
}
