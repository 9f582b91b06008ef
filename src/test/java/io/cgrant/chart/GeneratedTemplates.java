// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import io.cgrant.crd.GeneratedDefinition;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.registration.Guards;
import io.cgrant.registration.WebhookConfigurations;
import io.cgrant.registration.WebhookTarget;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Templates that are made from the code: what the API server is told must be what the code
/// expects. Words that stand for a value are put in where the code takes a name, and replaced.
final class GeneratedTemplates {

  private static final String NAMESPACE = "release-namespace";
  private static final String HANDLER = "gated-handlers";
  private static final String CONTROLLER = "workload-controllers";

  private static final String HEAD =
      """
      {{- /*
      Copyright The cgrant Authors
      SPDX-License-Identifier: Apache-2.0

      Generated from %s, which says why it is so; `make generate` writes it.%s
      */ -}}
      """;

  private static final String WEBHOOKS =
      """
      # In all of them:
      # failurePolicy: Fail where a pod that asks would start without an answer, so that an outage never grants; Ignore where
      #   cgrant only warns, records or wishes, so that an outage stops nobody.
      # timeoutSeconds: 5. A decision takes milliseconds; clients wait ten seconds and more, and leader election less than that.
      # matchPolicy: Equivalent. Another version of an API is no way around.
      # matchConditions: evaluated in the API server; what they keep away never depends on cgrant.
      # namespaceSelector: neither kube-system nor cgrant's own namespace, by a label that nobody can change: the control plane
      #   and a dead cgrant can always start.
      # sideEffects: NoneOnDryRun. Events are written otherwise.
      """;

  private static final String REINVOCATION =
      """
      # reinvocationPolicy: IfNeeded. A later webhook may add what cgrant looks at; asked again, it changes nothing twice.
      """;

  private static final String KEEP =
      """


      A template, and not below crds/: Helm never upgrades what is there, and the schema would stay that of the first day.
      helm.sh/resource-policy keeps it at an uninstall: with it would go every policy of the cluster.\
      """;

  private final WebhookConfigurations webhooks;
  private final Guards guards;

  GeneratedTemplates() {
    var controllers = new WorkloadControllers(Set.of(CONTROLLER));
    var target = new WebhookTarget.Service(NAMESPACE, "cgrant", 443, Optional.empty());
    webhooks = new WebhookConfigurations(target, NAMESPACE, controllers);
    guards = new Guards(List.of(HANDLER), NAMESPACE, controllers);
  }

  /// What the comments of the webhook configurations say of each field, on one line.
  static List<String> fields() {
    return Pattern.compile("\\n# (?=\\w+:)")
        .splitAsStream(WEBHOOKS.stripTrailing() + "\n" + REINVOCATION.stripTrailing())
        .skip(1)
        .map(field -> field.replaceAll("\\s*\\n#\\s+", " "))
        .toList();
  }

  /// By their file below `templates/`.
  Map<String, String> all() {
    var all = new LinkedHashMap<String, String>();
    all.put(
        "customresourcedefinition.yaml",
        HEAD.formatted("the records of io.cgrant.crd", KEEP)
            + labelled(
                template(GeneratedDefinition.yaml()),
                "\n  annotations: {helm.sh/resource-policy: keep}"));
    all.put(
        "mutatingwebhookconfiguration.yaml",
        HEAD.formatted(WebhookConfigurations.class.getName(), "")
            + WEBHOOKS
            + REINVOCATION
            + asWebhooks(webhooks.mutating()));
    all.put(
        "validatingwebhookconfiguration.yaml",
        HEAD.formatted(WebhookConfigurations.class.getName(), "")
            + WEBHOOKS
            + asWebhooks(webhooks.validating()));
    all.put("validatingadmissionpolicies.yaml", ofGuards("ValidatingAdmissionPolicy"));
    all.put("validatingadmissionpolicybindings.yaml", ofGuards("ValidatingAdmissionPolicyBinding"));
    all.put("ordinary-classes.yaml", ofGuards("Secret"));
    return all;
  }

  private String ofGuards(String kind) {
    return HEAD.formatted(Guards.class.getName(), "")
        + guards.all().stream()
            .filter(guard -> guard.getKind().equals(kind))
            .map(guard -> labelled(template(Serialization.asYaml(guard)), ""))
            .collect(Collectors.joining());
  }

  private static String asWebhooks(HasMetadata configuration) {
    return template(withoutFirstLine(Serialization.asYaml(configuration)))
        .replaceFirst(
            "metadata:\n  name: \"cgrant\"",
            "metadata:\n  {{- include \"cgrant.webhookMetadata\" . | nindent 2 }}")
        .replaceAll(
            "  clientConfig:\n    service:\n(?:      .*\n)*?      path: (\".*\")\n      port: 443\n",
            "  clientConfig:\n    {{- include \"cgrant.clientConfig\" (dict \"root\" . \"path\" $1)"
                + " | nindent 4 }}\n");
  }

  private static String labelled(String template, String more) {
    return template.replaceFirst(
        "(metadata:\n  name: \"[^\"]+\")",
        "$1\n  labels:\n    {{- include \"cgrant.labels\" . | nindent 4 }}" + more);
  }

  private static String withoutFirstLine(String yaml) {
    return yaml.substring(yaml.indexOf('\n') + 1);
  }

  private static String template(String yaml) {
    if (yaml.contains("{{")) {
      throw new AssertionError("Helm would read as a template of its own:\n" + yaml);
    }
    return yaml.replace("'" + HANDLER + "'", "gated")
        .replace("[gated]", "{{ include \"cgrant.celNames\" .Values.gatedHandlers }}")
        .replace(
            "['" + CONTROLLER + "']",
            "{{ include \"cgrant.celNames\" .Values.workloadControllers }}")
        .replace("\"" + NAMESPACE + "\"", "{{ .Release.Namespace | quote }}")
        .replace(NAMESPACE, "{{ .Release.Namespace }}");
  }
}
