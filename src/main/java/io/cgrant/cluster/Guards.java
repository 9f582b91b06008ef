// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import io.cgrant.policy.Asking;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchConditionBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidationBuilder;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Guards the objects that decide who can ask: RuntimeClasses with a gated handler, and the ask of
/// a namespace.
///
/// ValidatingAdmissionPolicies, which the API server evaluates by itself: they hold while cgrant is
/// away, and cost it nothing. Each asks RBAC for a verb on a resource of the group `cgrant.io` that
/// exists only for this; whoever has all rights has these too.
public final class Guards {

  /// What a RuntimeClass must carry whose handler mounts the cgroup writable.
  public static final String ADMITTED = "cgrant.io/gated";

  private static final String API_VERSION = "v1";

  private final String handlers;

  public Guards(Collection<String> gatedHandlers) {
    this.handlers =
        new TreeSet<>(gatedHandlers)
            .stream().map(h -> "'" + h + "'").collect(Collectors.joining(", ", "[", "]"));
  }

  /// In the order in which they are to be applied.
  public List<HasMetadata> all() {
    return List.of(
        policy(
            "cgrant-runtime-classes",
            new NamedRuleWithOperationsBuilder()
                .withApiGroups("node.k8s.io")
                .withApiVersions(API_VERSION)
                .withOperations("CREATE", "UPDATE")
                .withResources("runtimeclasses"),
            "has-gated-handler",
            "object.handler in " + handlers,
            List.of(admitted(), mayAdmit())),
        binding("cgrant-runtime-classes"),
        policy(
            "cgrant-namespace-asks",
            new NamedRuleWithOperationsBuilder()
                .withApiGroups("")
                .withApiVersions(API_VERSION)
                .withOperations("CREATE", "UPDATE")
                .withResources("namespaces"),
            "changes-the-ask",
            "'%1$s' in object.metadata.?labels.orValue({}) && (oldObject == null || object.metadata.labels['%1$s'] != oldObject.metadata.?labels[?'%1$s'].orValue(''))"
                .formatted(Asking.LABEL),
            List.of(mayAsk())),
        binding("cgrant-namespace-asks"));
  }

  private static Validation admitted() {
    return new ValidationBuilder()
        .withExpression("object.metadata.?labels[?'" + ADMITTED + "'].orValue('') == 'true'")
        .withMessageExpression(
            ("'handler \"' + object.handler + '\" mounts the cgroup writable; label the RuntimeClass"
                    + " %s: \"true\" to say that this is meant, or choose another handler'")
                .formatted(ADMITTED))
        .withReason("Forbidden")
        .build();
  }

  /// Once admitted, whoever may write a class can keep it in order: its handler never changes.
  private static Validation mayAdmit() {
    return new ValidationBuilder()
        .withExpression(
            "(oldObject != null && oldObject.metadata.?labels[?'"
                + ADMITTED
                + "'].orValue('') == 'true') || "
                + allowed("runtimeclasses", "admit"))
        .withMessageExpression(
            "'user \"' + request.userInfo.username + '\" may not admit a RuntimeClass with a gated"
                + " handler; RBAC must allow the verb admit on runtimeclasses.cgrant.io'")
        .withReason("Forbidden")
        .build();
  }

  private static Validation mayAsk() {
    return new ValidationBuilder()
        .withExpression(allowed("namespaces", "ask"))
        .withMessageExpression(
            "'user \"' + request.userInfo.username + '\" may not let a namespace ask for writable"
                + " cgroups; RBAC must allow the verb ask on namespaces.cgrant.io, or leave the label "
                + Asking.LABEL
                + " out'")
        .withReason("Forbidden")
        .build();
  }

  private static String allowed(String resource, String verb) {
    return "authorizer.group('cgrant.io').resource('%s').name(object.metadata.name).check('%s').allowed()"
        .formatted(resource, verb);
  }

  private static HasMetadata policy(
      String name,
      NamedRuleWithOperationsBuilder rule,
      String conditionName,
      String condition,
      List<Validation> validations) {
    return new ValidatingAdmissionPolicyBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withFailurePolicy("Fail")
        .withNewMatchConstraints()
        .withMatchPolicy("Equivalent")
        .withResourceRules(rule.withScope("Cluster").build())
        .endMatchConstraints()
        .withMatchConditions(
            new MatchConditionBuilder().withName(conditionName).withExpression(condition).build())
        .withValidations(validations)
        .endSpec()
        .build();
  }

  private static HasMetadata binding(String name) {
    return new ValidatingAdmissionPolicyBindingBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withPolicyName(name)
        .withValidationActions("Deny")
        .endSpec()
        .build();
  }
}
