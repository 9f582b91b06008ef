// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import io.cgrant.crd.WritableCgroupPolicy;
import io.cgrant.policy.Asking;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.registration.AskExpression.Source;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// What the API server is told: which requests to send where, and what to do when nobody answers.
///
/// Common to all of them: `matchPolicy: Equivalent`, so that another version of an API is no way
/// around; `sideEffects: NoneOnDryRun`, because Events are written otherwise; five seconds, well
/// below what clients wait for; the namespaces of the control plane and of cgrant itself are left
/// out by a label that nobody can change, so that a dead cgrant can be started again.
///
/// @param namespace cgrant's own
/// @param controllers who makes pods of templates that others wrote
public record WebhookConfigurations(
    WebhookTarget target, String namespace, WorkloadControllers controllers) {

  public static final String NAME = "cgrant";

  private static final String FAIL = "Fail";
  private static final String IGNORE = "Ignore";
  private static final String EQUIVALENT = "Equivalent";
  private static final String SIDE_EFFECTS = "NoneOnDryRun";
  private static final String REVIEW_VERSION = "v1";
  private static final int TIMEOUT_SECONDS = 5;
  private static final String MUTATE = "/mutate";
  private static final String MUTATE_TEMPLATE = "/mutate-template";
  private static final String VALIDATE = "/validate";
  private static final String VALIDATE_POLICY = "/validate-policy";
  private static final String[] CREATE = {"CREATE"};
  private static final String[] UPDATE = {"UPDATE"};
  private static final String[] CREATE_UPDATE = {"CREATE", "UPDATE"};

  public MutatingWebhookConfiguration mutating() {
    return new MutatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(NAME)
        .endMetadata()
        .withWebhooks(
            // Fail: a pod that asks must not start without an answer.
            mutate("ask.pods.cgrant.io", FAIL, everywhere(), asking(Source.CREATED)),
            // Ignore: the namespace's ask is a wish, and its pods start without it too.
            mutate("namespace.pods.cgrant.io", IGNORE, whereAsked(), silent(Source.CREATED)),
            author("authors.cgrant.io", everywhere(), askingOrRecorded()),
            author("namespace.authors.cgrant.io", whereAsked(), silent(Source.TEMPLATE)))
        .build();
  }

  public ValidatingWebhookConfiguration validating() {
    return new ValidatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(NAME)
        .endMetadata()
        .withWebhooks(pods(), bindings(), template(), templateInAskingNamespace(), policies())
        .build();
  }

  /// Fail: this is the authority.
  private ValidatingWebhook pods() {
    return validate(
        "pods.cgrant.io",
        FAIL,
        everywhere(),
        List.of(
            rule("", "v1", CREATE_UPDATE, "pods"),
            rule("", "v1", UPDATE, "pods/ephemeralcontainers", "pods/resize", "pods/status")),
        List.of(condition("changes", AskExpression.CHANGES), asking(Source.CREATED_OR_UPDATED)));
  }

  /// Fail: what a Binding carries is on the pod a moment later. Ordinary ones, all that a scheduler
  /// sends, stay away.
  private ValidatingWebhook bindings() {
    return validate(
        "bindings.cgrant.io",
        FAIL,
        everywhere(),
        List.of(rule("", "v1", CREATE, "pods/binding", "bindings")),
        List.of(condition("carries", AskExpression.CARRIES)));
  }

  /// Ignore: a template only hears warnings.
  private ValidatingWebhook template() {
    return validate(
        "templates.cgrant.io",
        IGNORE,
        everywhere(),
        templates(),
        templateConditions(asking(Source.TEMPLATE)));
  }

  /// A template that says nothing, in a namespace that asks: its pods may stay ordinary, and only
  /// here can a person hear why. A webhook of its own, because a match condition cannot see the
  /// namespace.
  private ValidatingWebhook templateInAskingNamespace() {
    return validate(
        "namespace.templates.cgrant.io",
        IGNORE,
        whereAsked(),
        templates(),
        templateConditions(silent(Source.TEMPLATE)));
  }

  /// Ignore: one that makes no sense grants nothing once it is stored, and says so in its status.
  /// Nobody who must mend a policy while cgrant is away is kept from it.
  private ValidatingWebhook policies() {
    return new ValidatingWebhookBuilder(
            validate(
                "policies.cgrant.io",
                IGNORE,
                everywhere(),
                List.of(
                    new RuleWithOperationsBuilder(
                            rule(
                                WritableCgroupPolicy.GROUP,
                                WritableCgroupPolicy.VERSION,
                                CREATE_UPDATE,
                                WritableCgroupPolicy.PLURAL))
                        .withScope("Cluster")
                        .build()),
                List.of(
                    condition(
                        "changes",
                        "request.operation != 'UPDATE' || object.spec != oldObject.spec"))))
        .withClientConfig(client(VALIDATE_POLICY))
        .build();
  }

  private MutatingWebhook mutate(
      String name, String failurePolicy, LabelSelector namespaces, MatchCondition condition) {
    return new MutatingWebhookBuilder()
        .withName(name)
        .withClientConfig(client(MUTATE))
        .withRules(rule("", "v1", CREATE, "pods"))
        .withFailurePolicy(failurePolicy)
        .withMatchPolicy(EQUIVALENT)
        .withNamespaceSelector(namespaces)
        .withMatchConditions(condition)
        .withSideEffects(SIDE_EFFECTS)
        .withTimeoutSeconds(TIMEOUT_SECONDS)
        // Once more when a later webhook has changed it: it may have added what we look at.
        .withReinvocationPolicy("IfNeeded")
        .withAdmissionReviewVersions(REVIEW_VERSION)
        .build();
  }

  /// Ignore: pods of a template whose author nobody has seen are refused where it matters.
  private MutatingWebhook author(String name, LabelSelector namespaces, MatchCondition condition) {
    var conditions = new ArrayList<MatchCondition>();
    conditions.add(condition("by-others", AuthorExpression.byOthers(controllers)));
    conditions.addAll(templateConditions(condition));
    return new MutatingWebhookBuilder(mutate(name, IGNORE, namespaces, condition))
        .withClientConfig(client(MUTATE_TEMPLATE))
        .withRules(templates())
        .withMatchConditions(conditions)
        .build();
  }

  private ValidatingWebhook validate(
      String name,
      String failurePolicy,
      LabelSelector namespaces,
      List<RuleWithOperations> rules,
      List<MatchCondition> conditions) {
    return new ValidatingWebhookBuilder()
        .withName(name)
        .withClientConfig(client(VALIDATE))
        .withRules(rules)
        .withFailurePolicy(failurePolicy)
        .withMatchPolicy(EQUIVALENT)
        .withNamespaceSelector(namespaces)
        .withMatchConditions(conditions)
        .withSideEffects(SIDE_EFFECTS)
        .withTimeoutSeconds(TIMEOUT_SECONDS)
        .withAdmissionReviewVersions(REVIEW_VERSION)
        .build();
  }

  private static List<RuleWithOperations> templates() {
    return List.of(
        rule(
            "apps",
            "v1",
            CREATE_UPDATE,
            "deployments",
            "replicasets",
            "statefulsets",
            "daemonsets"),
        rule("batch", "v1", CREATE_UPDATE, "jobs", "cronjobs"),
        rule("", "v1", CREATE_UPDATE, "replicationcontrollers", "podtemplates"));
  }

  private static RuleWithOperations rule(
      String group, String version, String[] operations, String... resources) {
    return new RuleWithOperationsBuilder()
        .withApiGroups(group)
        .withApiVersions(version)
        .withOperations(operations)
        .withResources(resources)
        .withScope("Namespaced")
        .build();
  }

  private LabelSelector everywhere() {
    return everywhereBut(namespace);
  }

  /// Nor in the namespace of the control plane.
  static LabelSelector everywhereBut(String namespace) {
    return new LabelSelectorBuilder()
        .addNewMatchExpression()
        .withKey("kubernetes.io/metadata.name")
        .withOperator("NotIn")
        .withValues("kube-system", namespace)
        .endMatchExpression()
        .build();
  }

  private LabelSelector whereAsked() {
    return new LabelSelectorBuilder(everywhere()).addToMatchLabels(Asking.LABEL, "true").build();
  }

  private static List<MatchCondition> templateConditions(MatchCondition condition) {
    return List.of(
        condition("has-template", AskExpression.HAS_TEMPLATE),
        condition("changes", AskExpression.TEMPLATE_CHANGES),
        condition);
  }

  private static MatchCondition asking(Source source) {
    return condition("asks", AskExpression.asks(source));
  }

  /// A record in a template that asks no more is still somebody's name.
  private static MatchCondition askingOrRecorded() {
    return condition(
        "asks", AskExpression.asks(Source.TEMPLATE) + " ||\n" + AuthorExpression.CARRIES);
  }

  private static MatchCondition silent(Source source) {
    return condition("is-silent", AskExpression.isSilent(source));
  }

  private static MatchCondition condition(String name, String expression) {
    return new MatchCondition(expression, name);
  }

  private WebhookClientConfig client(String path) {
    var config = new WebhookClientConfigBuilder();
    target.caBundle().ifPresent(config::withCaBundle);
    return switch (target) {
      case WebhookTarget.Url(URI base, var ca) ->
          config.withUrl(base.resolve(path).toString()).build();
      case WebhookTarget.Service(var in, var name, var port, var ca) ->
          config
              .withNewService()
              .withNamespace(in)
              .withName(name)
              .withPort(port)
              .withPath(path)
              .endService()
              .build();
    };
  }
}
