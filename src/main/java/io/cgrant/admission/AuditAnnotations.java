// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Objections;
import io.cgrant.policy.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the API server's own audit log keeps of a verdict, under the name of the webhook that
/// answered. It keeps the first value of a key and drops another, so a last word alone is
/// annotated. The keys are few and the same for all pods: who collects audit logs makes columns of
/// them.
final class AuditAnnotations {

  /// How many are named, and how many characters they may have together.
  private static final int MOST_POLICIES = 16;

  private static final int LONGEST_POLICIES = 1_024;

  /// As long as a name may be. The mutating webhook sees a pod before that is looked at.
  private static final int LONGEST_NAME = 253;

  private AuditAnnotations() {}

  /// What `Enforcement.Audit` tolerates is told here and nowhere else.
  static Map<String, String> of(Ask ask, Verdict.Granted granted) {
    Map<String, String> annotations = begin(ask, "Granted");
    annotations.put("policy", granted.policy().provenance());
    if (!granted.tolerated().isEmpty()) {
      annotations.put("tolerated", Wording.reasons(granted.tolerated()));
    }
    if (!granted.waivers().isEmpty()) {
      annotations.put("exceptions", Wording.exceptions(granted.waivers()));
    }
    return annotations;
  }

  static Map<String, String> of(Ask ask, Objections objections) {
    Map<String, String> annotations = begin(ask, "Refused");
    annotations.put("reasons", Wording.reasons(objections));
    List<String> policies = policies(objections);
    if (!policies.isEmpty()) {
      annotations.put("policies", fitted(policies));
    }
    return annotations;
  }

  static Map<String, String> of(Ask ask, Verdict.Undecided undecided) {
    Map<String, String> annotations = begin(ask, "Undecided");
    annotations.put("reasons", undecided.cause().name());
    return annotations;
  }

  /// By `uid` the line of the decision log is found. A pod whose name is generated has none when
  /// the API server begins its own record, which keeps that.
  private static Map<String, String> begin(Ask ask, String verdict) {
    var annotations = new TreeMap<String, String>();
    annotations.put("verdict", verdict);
    annotations.put("uid", ask.uid());
    annotations.put("name", Wording.note(ask.subject().name(), LONGEST_NAME));
    if (ask.dryRun()) {
      annotations.put("dryRun", "true");
    }
    return annotations;
  }

  /// Those that stand against the pod, in the order of their findings.
  private static List<String> policies(Objections objections) {
    var policies = new LinkedHashSet<String>();
    for (Objection objection : objections) {
      objection.provenance().ifPresent(policies::add);
    }
    return List.copyOf(policies);
  }

  private static String fitted(List<String> policies) {
    var text = new StringBuilder();
    for (int i = 0; i < policies.size(); i++) {
      String next = (i == 0 ? "" : ",") + policies.get(i);
      if (i == MOST_POLICIES || text.length() + next.length() > LONGEST_POLICIES) {
        return text + ",and " + (policies.size() - i) + " more";
      }
      text.append(next);
    }
    return text.toString();
  }
}
