// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.policy.Objection;
import io.cgrant.policy.Objections;
import io.cgrant.policy.Outcome;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.List;

/// What a line says of the verdict.
final class VerdictFields {

  private static final ConstantNames<Outcome> OUTCOMES = new ConstantNames<>(Outcome.class);
  private static final ConstantNames<Verdict.Cause> CAUSES =
      new ConstantNames<>(Verdict.Cause.class);
  private static final ConstantNames<Reason> REASONS = new ConstantNames<>(Reason.class);

  private VerdictFields() {}

  static void write(Verdict verdict, LineFields line) {
    line.name(LineField.Verdict, OUTCOMES, Outcome.of(verdict));
    switch (verdict) {
      case Verdict.NotAsked notAsked -> {}
      case Verdict.Granted(
              var policy,
              var tolerated,
              var addition,
              var waivers,
              var unverified,
              var routes) -> {
        policy(policy, line);
        findings(tolerated, line);
        exceptions(waivers, line);
      }
      case Verdict.Refused(var objections, var routes) -> {
        findings(objections, line);
      }
      case Verdict.Undecided(var cause, var detail, var inquiry) -> {
        line.name(LineField.Cause, CAUSES, cause);
        line.text(LineField.Detail, detail);
      }
    }
  }

  private static void policy(Policy policy, LineFields line) {
    line.text(LineField.Policy, policy.name());
    line.number(LineField.PolicyGeneration, policy.generation());
    line.text(LineField.GrantedBy, policy.provenance());
  }

  private static void findings(Objections objections, LineFields line) {
    line.objects(LineField.Findings, objections, one -> objection(one, line));
    line.rest(LineField.More, objections.more());
  }

  private static void objection(Objection objection, LineFields line) {
    if (objection.policy().isPresent()) {
      line.text(LineField.Policy, objection.policy().get());
    }
    if (objection.generation().isPresent()) {
      line.number(LineField.PolicyGeneration, objection.generation().getAsLong());
    }
    finding(objection.finding(), line);
    if (Telling.isTold(objection.finding().reason())) {
      line.text(LineField.Message, objection.finding().detail());
    }
  }

  private static void finding(Finding finding, LineFields line) {
    line.text(LineField.Path, finding.path());
    line.name(LineField.Reason, REASONS, finding.reason());
  }

  private static void exceptions(List<Waiver> waivers, LineFields line) {
    if (!waivers.isEmpty()) {
      line.objects(LineField.Exceptions, waivers, one -> exception(one, line));
    }
  }

  private static void exception(Waiver waiver, LineFields line) {
    PolicyException exception = waiver.exception();
    line.text(LineField.Name, exception.name());
    line.text(LineField.Expires, exception.expires().toString());
    line.objects(LineField.Waived, waiver.findings(), one -> finding(one, line));
    line.rest(LineField.More, waiver.more());
  }
}
