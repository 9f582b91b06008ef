// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.crd.RequireSpec;
import io.cgrant.crd.WritableCgroupPolicy;
import io.cgrant.manifest.ListedKind;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.Grant;
import io.cgrant.policy.Match;
import io.cgrant.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a `WritableCgroupPolicy`, from a cluster or from a file, without benefit of the doubt: an
/// unknown field may narrow the policy in a newer version of cgrant, so a policy that has one is
/// not ready.
public final class PolicyReader {

  /// Where an API server has them.
  public static final ListedKind LISTED =
      new ListedKind(
          WritableCgroupPolicy.API_VERSION, WritableCgroupPolicy.KIND, WritableCgroupPolicy.PLURAL);

  private final List<Problem> problems = new ArrayList<>();
  private final ExpressionCompiler compiler;

  private PolicyReader(ExpressionCompiler compiler) {
    this.compiler = compiler;
  }

  /// Reads one object of the kind `WritableCgroupPolicy`. Never throws, whatever the tree holds.
  public static PolicyReading read(JsonNode object, ExpressionCompiler compiler) {
    return new PolicyReader(compiler).reading(object);
  }

  private PolicyReading reading(JsonNode object) {
    Envelope envelope = Envelope.read(object, problems);
    return envelope
        .spec()
        .<PolicyReading>map(spec -> ready(envelope, spec))
        .filter(ready -> problems.isEmpty())
        .orElseGet(
            () -> new PolicyReading.Invalid(envelope.name(), envelope.generation(), problems));
  }

  /// Of use only where nothing was found wrong meanwhile.
  private PolicyReading.Ready ready(Envelope envelope, Stanza spec) {
    Enforcement enforcement =
        spec.choice("enforcement", Enforcement.class).orElse(Enforcement.Enforce);
    int priority = spec.int32("priority").orElse(0);
    Match match = MatchReader.match(spec, compiler);
    Grant grant = GrantReader.grant(spec);
    Optional<Stanza> require = spec.object("require", RequireSpec.class);
    RequirementReader.Requirements requirements = RequirementReader.read(require, problems);
    var policy =
        new Policy(
            envelope.name(),
            envelope.generation(),
            enforcement,
            priority,
            match,
            grant,
            requirements.checks(),
            ExpressionReader.rules(require, compiler),
            TermsReader.terms(spec, require, problems));
    return new PolicyReading.Ready(policy, SecondThoughts.on(match, requirements));
  }
}
