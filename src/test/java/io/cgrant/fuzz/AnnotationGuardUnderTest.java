// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.registration.Guards;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicySpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The guard that warns of annotations, as it is installed, judged as an API server does.
final class AnnotationGuardUnderTest {

  private final List<CelRuntime.Program> conditions;
  private final Map<String, CelRuntime.Program> variables = new HashMap<>();
  private final List<CelRuntime.Program> validations;

  AnnotationGuardUnderTest() {
    ValidatingAdmissionPolicySpec spec =
        new Guards(List.of("gated"), "cgrant", new WorkloadControllers(Set.of("controller")))
            .all().stream()
                .filter(ValidatingAdmissionPolicy.class::isInstance)
                .map(ValidatingAdmissionPolicy.class::cast)
                .filter(p -> p.getMetadata().getName().equals("cgrant-runtime-annotations"))
                .findFirst()
                .orElseThrow()
                .getSpec();
    conditions =
        spec.getMatchConditions().stream()
            .map(c -> MatchConditions.program(c.getExpression()))
            .toList();
    spec.getVariables()
        .forEach(v -> variables.put(v.getName(), MatchConditions.program(v.getExpression())));
    validations =
        spec.getValidations().stream()
            .map(v -> MatchConditions.program(v.getExpression()))
            .toList();
  }

  /// The annotations that it names, which must be those for which it warns at all.
  Set<String> told(Map<String, Object> request) throws CelEvaluationException {
    for (CelRuntime.Program condition : conditions) {
      if (!Boolean.TRUE.equals(condition.eval(request))) {
        return Set.of();
      }
    }
    var values = new HashMap<String, Object>();
    var named = new TreeSet<String>();
    for (var variable : variables.entrySet()) {
      var keys = (List<?>) variable.getValue().eval(request);
      values.put(variable.getKey(), keys);
      keys.forEach(key -> named.add((String) key));
    }
    var all = new HashMap<>(request);
    all.put("variables", values);
    boolean warns = false;
    for (CelRuntime.Program validation : validations) {
      warns |= !Boolean.TRUE.equals(validation.eval(all));
    }
    if (warns == named.isEmpty()) {
      throw new AssertionError("warns: " + warns + ", and names " + named);
    }
    return named;
  }
}
