// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.admission.Wording;
import io.cgrant.audit.Happening.Kind;
import java.util.List;
import java.util.Optional;

/// What there is to tell of a policy itself.
final class PolicyHappenings {

  /// What cgrant did as it looked back at pods that run.
  static final String LOOK = "LookAtPod";

  private static final String API = "cgrant.io/v1alpha1";
  private static final String KIND = "WritableCgroupPolicy";
  private static final String WHERE = "the Events of their namespaces";

  private PolicyHappenings() {}

  static Happening of(PolicyNews news) {
    return switch (news) {
      case PolicyNews.Invalid(var policy, var uid, var problems) ->
          about(
              news,
              Kind.PolicyInvalid,
              "ReadPolicy",
              "the policy makes no sense and grants nothing: " + problems);
      case PolicyNews.ExceptionExpires(var policy, var uid, var name, var owner, var end) ->
          about(
              news,
              Kind.ExceptionExpiring,
              "ExpireException",
              "exception " + name + " ends at " + end + "; ask " + owner);
      case PolicyNews.ExceptionEnded(var policy, var uid, var name, var owner, var end) ->
          about(
              news,
              Kind.ExceptionEnded,
              "ExpireException",
              "exception " + name + " ended at " + end + " and waives nothing; ask " + owner);
      case PolicyNews.NoNode(var policy, var uid, var nodes) ->
          about(news, Kind.NodeNotReady, "CountNodes", nodes);
    };
  }

  private static Happening about(PolicyNews news, Kind kind, String action, String sentence) {
    return about(news.policy(), news.uid(), kind, action, sentence);
  }

  private static Happening about(
      String policy, String uid, Kind kind, String action, String sentence) {
    return new Happening(
        new Thing(API, KIND, "", policy, uid),
        Optional.empty(),
        kind,
        action,
        Wording.note(sentence, Happening.LONGEST_NOTE),
        List.of(),
        Maker.Controller);
  }

  /// That it came to this by a policy: all pods of all namespaces are one series. The pod is not
  /// even related: the Event lies in the namespace `default`, whose readers need not be those of
  /// the pod's.
  ///
  /// @param uid of the policy
  /// @return empty where no policy has a part in it
  static Optional<Happening> of(Kind kind, String policy, String uid) {
    return switch (kind) {
      case Granted ->
          told(policy, uid, kind, "gave pods a writable cgroup; " + WHERE + " tell of them");
      case ExceptionUsed ->
          told(
              policy,
              uid,
              kind,
              "gave pods a writable cgroup by an exception; " + WHERE + " tell of them");
      case WouldRefuse ->
          told(
              policy,
              uid,
              kind,
              "gave pods a writable cgroup, and none once it enforces; " + WHERE + " say why");
      case Refused ->
          told(policy, uid, kind, "gave pods no writable cgroup; " + WHERE + " say why");
      case Drifted ->
          told(
              policy,
              uid,
              kind,
              "once gave pods that run what nobody would give them today; " + WHERE + " say why");
      case Undecided, PolicyInvalid, ExceptionExpiring, ExceptionEnded, NodeNotReady ->
          Optional.empty();
    };
  }

  private static Optional<Happening> told(String policy, String uid, Kind kind, String sentence) {
    String action = kind == Kind.Drifted ? LOOK : "JudgePod";
    return Optional.of(about(policy, uid, kind, action, sentence));
  }
}
