// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import io.cgrant.policy.Asking;
import io.cgrant.policy.WorkloadControllers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidationBuilder;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Guards the objects that decide who can ask: RuntimeClasses with a gated handler, the names that
/// must not become theirs, and the ask of a namespace. And the record of who wrote a template. One
/// only warns, of annotations that nobody knows.
///
/// ValidatingAdmissionPolicies, which the API server evaluates by itself: they hold while cgrant is
/// away, and cost it nothing. Those about who can ask want a verb on a resource of the group
/// `cgrant.io` that exists in RBAC only for this; whoever has all rights has these too.
public final class Guards {

  /// What a RuntimeClass must carry whose handler mounts the cgroup writable.
  public static final String ADMITTED = "cgrant.io/gated";

  /// The Secret of the names that must not come to stand for a gated handler, and the guard that
  /// reads it.
  public static final String ORDINARY_CLASSES = "cgrant-ordinary-classes";

  private static final String CHANGES_ASK =
      "'%1$s' in object.metadata.?labels.orValue({}) && (oldObject == null || object.metadata.labels['%1$s'] != oldObject.metadata.?labels[?'%1$s'].orValue(''))"
          .formatted(Asking.LABEL);

  /// The guard that keeps a gated handler from a RuntimeClass that is not admitted.
  public static final String RUNTIME_CLASSES = "cgrant-runtime-classes";
  private static final String NAMESPACE_ASKS = "cgrant-namespace-asks";

  private final String hasGatedHandler;
  private final String namespace;
  private final AuthorGuards authors;
  private final AnnotationGuard annotations;

  /// @param namespace cgrant's own, where it keeps the names
  /// @param controllers who makes pods of templates that others wrote
  public Guards(
      Collection<String> gatedHandlers, String namespace, WorkloadControllers controllers) {
    this.hasGatedHandler =
        new TreeSet<>(gatedHandlers)
            .stream()
                .map(h -> "'" + h + "'")
                .collect(Collectors.joining(", ", "object.handler in [", "]"));
    this.namespace = namespace;
    LabelSelector namespaces = WebhookConfigurations.everywhereBut(namespace);
    this.authors = new AuthorGuards(controllers, namespaces);
    this.annotations = new AnnotationGuard(namespaces);
  }

  /// In the order in which they are to be applied.
  public List<HasMetadata> all() {
    List<HasMetadata> ofClassesAndNamespaces =
        List.of(
            runtimeClasses(),
            Guard.binding(RUNTIME_CLASSES).build(),
            names(),
            ordinaryClasses(),
            bindingToNames(),
            namespaceAsks(),
            Guard.binding(NAMESPACE_ASKS).build());
    return Stream.of(ofClassesAndNamespaces, authors.all(), annotations.all())
        .flatMap(List::stream)
        .toList();
  }

  private HasMetadata runtimeClasses() {
    return Guard.policy(
            RUNTIME_CLASSES,
            List.of(
                Guard.rule(Guard.CLUSTER, "node.k8s.io", Guard.CREATE_UPDATE, "runtimeclasses")),
            List.of(new MatchCondition(hasGatedHandler, "has-gated-handler")),
            List.of(admitted(), mayAdmit()))
        .build();
  }

  private static HasMetadata namespaceAsks() {
    return Guard.policy(
            NAMESPACE_ASKS,
            // Labels can be changed through the subresources too.
            List.of(
                Guard.rule(
                    Guard.CLUSTER,
                    "",
                    Guard.CREATE_UPDATE,
                    "namespaces",
                    "namespaces/status",
                    "namespaces/finalize")),
            List.of(new MatchCondition(CHANGES_ASK, "changes-the-ask")),
            List.of(mayAsk()))
        .build();
  }

  /// Its keys are names. Written without data, so that applying it again takes none away.
  ///
  /// They are no secret. But an API server watches Secrets as long as it runs. A ConfigMap it
  /// watches only while some policy has one for a parameter; once the last such policy or binding
  /// has gone, it never watches them again, and a new guard would read the names of that day.
  private HasMetadata names() {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(ORDINARY_CLASSES)
        .withNamespace(namespace)
        .endMetadata()
        .withType("Opaque")
        .build();
  }

  /// Pods that name an ordinary class were let by without a look. If its name came to stand for a
  /// gated handler, those not yet running would get a writable cgroup from nobody. Only classes
  /// that are admitted are looked at, all others having been refused already: so if the Secret
  /// is lost, no other class is stopped.
  private HasMetadata ordinaryClasses() {
    return Guard.policy(
            ORDINARY_CLASSES,
            List.of(Guard.rule(Guard.CLUSTER, "node.k8s.io", Guard.CREATE, "runtimeclasses")),
            List.of(new MatchCondition(hasGatedHandler, "has-gated-handler")),
            List.of(neverOrdinary()))
        .editSpec()
        .withNewParamKind()
        .withApiVersion("v1")
        .withKind("Secret")
        .endParamKind()
        .editMatchConstraints()
        .withNewObjectSelector()
        .addToMatchLabels(ADMITTED, "true")
        .endObjectSelector()
        .endMatchConstraints()
        .endSpec()
        .build();
  }

  private HasMetadata bindingToNames() {
    return Guard.binding(ORDINARY_CLASSES)
        .editSpec()
        .withNewParamRef()
        .withName(ORDINARY_CLASSES)
        .withNamespace(namespace)
        .withParameterNotFoundAction("Deny")
        .endParamRef()
        .endSpec()
        .build();
  }

  private Validation neverOrdinary() {
    return new ValidationBuilder()
        .withExpression("!(object.metadata.name in params.?data.orValue({}))")
        .withMessageExpression(
            ("'the name \"' + object.metadata.name + '\" has stood for a RuntimeClass with another"
                    + " handler, and pods that name it may still wait to run; choose another name,"
                    + " or take this one out of Secret %s/%s two minutes after its class is gone'")
                .formatted(namespace, ORDINARY_CLASSES))
        .withReason("Forbidden")
        .build();
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

  /// Once admitted, a class can be kept in order by whoever may write it: a handler never changes.
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
}
