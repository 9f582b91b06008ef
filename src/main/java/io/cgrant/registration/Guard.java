// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import java.util.List;

/// What guards have in common: a ValidatingAdmissionPolicy that refuses when it cannot tell, and a
/// binding of the same name that denies. One that only warns says so itself.
final class Guard {

  /// The scope of what is in no namespace.
  static final String CLUSTER = "Cluster";

  /// The scope of what is in one.
  static final String NAMESPACED = "Namespaced";

  static final String[] CREATE = {"CREATE"};
  static final String[] CREATE_UPDATE = {"CREATE", "UPDATE"};

  private Guard() {}

  static ValidatingAdmissionPolicyBuilder policy(
      String name,
      List<NamedRuleWithOperations> rules,
      List<MatchCondition> conditions,
      List<Validation> validations) {
    return new ValidatingAdmissionPolicyBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withFailurePolicy("Fail")
        .withNewMatchConstraints()
        .withMatchPolicy("Equivalent")
        .withResourceRules(rules)
        .endMatchConstraints()
        .withMatchConditions(conditions)
        .withValidations(validations)
        .endSpec();
  }

  static ValidatingAdmissionPolicyBindingBuilder binding(String name) {
    return new ValidatingAdmissionPolicyBindingBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withPolicyName(name)
        .withValidationActions("Deny")
        .endSpec();
  }

  /// @param group the API group; empty for the core group
  static NamedRuleWithOperations rule(
      String scope, String group, String[] operations, String... resources) {
    return new NamedRuleWithOperationsBuilder()
        .withApiGroups(group)
        .withApiVersions("v1")
        .withOperations(operations)
        .withResources(resources)
        .withScope(scope)
        .build();
  }
}
