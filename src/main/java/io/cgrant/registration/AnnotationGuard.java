// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import io.cgrant.policy.check.AnnotationNames;
import io.cgrant.policy.check.ForbidRuntimeAnnotations;
import io.cgrant.policy.check.Reason;
import io.cgrant.registration.AskExpression.Source;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Variable;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells whoever creates a pod that asks for nothing of annotations that a runtime or its plugins
/// may make a writable cgroup of. Such a pod is not sent to cgrant, which therefore cannot say so.
///
/// Only a warning, and none where the API server cannot tell: no ordinary pod depends on it. The
/// same annotations as [ForbidRuntimeAnnotations#ofOrdinary], by the same names.
///
/// @param namespaces those that are looked after at all
record AnnotationGuard(LabelSelector namespaces) {

  static final String NAME = "cgrant-runtime-annotations";

  /// Pods with a label or annotations that have them sent are left out: of these cgrant itself
  /// tells the same. One expression, since an API server evaluates all of several.
  private static final String MAY_BE_DOUBTED =
      """
      (request.operation == 'CREATE' ||
        object.metadata.?annotations != oldObject.metadata.?annotations) &&
      !%s
      """
          .formatted(AskExpression.isSentForMetadata(Source.CREATED_OR_UPDATED))
          .strip();

  /// In characters, of all names together: a warning that is too long is cut by the API server,
  /// and the advice stands at its end.
  private static final int LONGEST_NAMES = 1_000;

  /// Of a RuntimeClass this knows nothing: a pod that asks by one hears it from both.
  private static final String OPENING =
      "no writable cgroup is asked for by label or annotation, but: ";

  /// In the order in which they are to be applied.
  List<HasMetadata> all() {
    return List.of(
        policy(), Guard.binding(NAME).editSpec().withValidationActions("Warn").endSpec().build());
  }

  private HasMetadata policy() {
    return Guard.policy(
            NAME,
            List.of(Guard.rule(Guard.NAMESPACED, "", Guard.CREATE_UPDATE, "pods")),
            List.of(new MatchCondition(MAY_BE_DOUBTED, "may-be-doubted")),
            List.of(
                none(
                    "unknown",
                    Reason.UnknownRuntimeAnnotation,
                    "CRI-O may read what cgrant does not know; remove it, or make sure that it makes"
                        + " no cgroup writable on your nodes"),
                none(
                    "mounts",
                    Reason.RuntimeAnnotation,
                    "a plugin on the node may mount what it says, the cgroup tree too; remove it,"
                        + " or keep such plugins from the node")))
        .editSpec()
        .withFailurePolicy("Ignore")
        .withVariables(
            new Variable(newOnes(isUnknown()), "unknown"),
            new Variable(newOnes(isOneOf(ForbidRuntimeAnnotations.mounts())), "mounts"))
        .editMatchConstraints()
        .withNamespaceSelector(namespaces)
        .endMatchConstraints()
        .endSpec()
        .build();
  }

  /// A controller that writes other annotations of a pod need not hear of it each time.
  private static String newOnes(String isOne) {
    return """
        object.metadata.?annotations.orValue({}).filter(key, (%s) &&
          (request.operation == 'CREATE' ||
            object.metadata.?annotations[?key] != oldObject.metadata.?annotations[?key]))
        """
        .formatted(isOne)
        .strip();
  }

  private static String isUnknown() {
    return "(%s) && !(%s) && (!(%s) || %s)"
        .formatted(
            isOneOf(ForbidRuntimeAnnotations.crio()),
            isOneOf(ForbidRuntimeAnnotations.known()),
            isOneOf(ForbidRuntimeAnnotations.plugins()),
            isOneOf(ForbidRuntimeAnnotations.insisting()));
  }

  private static String isOneOf(AnnotationNames names) {
    String whole =
        new TreeSet<>(names.whole())
            .stream().map(n -> "'" + n + "'").collect(Collectors.joining(", ", "key in [", "]"));
    return Stream.of(
            names.prefixes().stream().map(p -> "key.startsWith('" + p + "')"),
            names.infixes().stream().map(i -> "key.contains('" + i + "')"),
            names.whole().isEmpty() ? Stream.<String>empty() : Stream.of(whole))
        .flatMap(tests -> tests)
        .collect(Collectors.joining(" || "));
  }

  private static Validation none(String variable, Reason reason, String advice) {
    String opening = OPENING + reason + ": ";
    return new ValidationBuilder()
        .withExpression("size(variables.%s) == 0".formatted(variable))
        .withMessage(opening + "annotations of the pod: " + advice)
        // In the order of a map, which is none: an API server of today cannot sort.
        .withMessageExpression(
            "'%1$smetadata.annotations[' + [variables.%2$s.join(', ')].map(all, size(all) > %3$d ? all.substring(0, %3$d) + '...' : all)[0] + ']: %4$s'"
                .formatted(opening, variable, LONGEST_NAMES, advice))
        .build();
  }
}
