// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.doctor.ClusterFacts.Guard;
import io.cgrant.doctor.ClusterFacts.OtherWebhook;
import io.cgrant.doctor.ClusterFacts.Registered;
import io.cgrant.doctor.ClusterFacts.Webhook;
import io.cgrant.manifest.ListedKind;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.registration.Guards;
import io.cgrant.registration.WebhookConfigurations;
import io.cgrant.registration.WebhookTarget;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads what the API server sends where, and what it should.
final class RegistrationReader {

  private static final String GROUP = "admissionregistration.k8s.io/v1";
  private static final String MUTATING = "MutatingWebhookConfiguration";
  private static final String VALIDATING = "ValidatingWebhookConfiguration";
  private static final String POLICY = "ValidatingAdmissionPolicy";
  private static final String BINDING = "ValidatingAdmissionPolicyBinding";
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Where nobody says: that of the chart and of `deploy/`.
  private static final String USUAL_NAMESPACE = "cgrant";

  private final List<Webhook> found = new ArrayList<>();
  private final List<OtherWebhook> others = new ArrayList<>();
  private final List<Guard> guardsFound = new ArrayList<>();
  private Optional<String> namespace = Optional.empty();

  private RegistrationReader() {}

  /// @param unseen hears why something could not be read; the answer is then empty
  static Optional<Registered> read(
      Source source,
      Set<String> gatedHandlers,
      WorkloadControllers controllers,
      java.util.function.Consumer<String> unseen) {
    var reader = new RegistrationReader();
    List<String> problems =
        Stream.of(
                source.each(listed(MUTATING), c -> reader.configuration(MUTATING, c)),
                source.each(listed(VALIDATING), c -> reader.configuration(VALIDATING, c)),
                source.each(listed(POLICY), g -> reader.guard(POLICY, g)),
                source.each(listed(BINDING), g -> reader.guard(BINDING, g)))
            .flatMap(Optional::stream)
            .toList();
    problems.forEach(unseen);
    return problems.isEmpty()
        ? Optional.of(reader.registered(gatedHandlers, controllers))
        : Optional.empty();
  }

  private static ListedKind listed(String kind) {
    String plural = kind.toLowerCase(Locale.ROOT).replaceFirst("y$", "ie") + "s";
    return new ListedKind(GROUP, kind, plural);
  }

  private void guard(String kind, JsonNode object) {
    guardsFound.add(guardOf(kind, object));
  }

  private static Guard guardOf(String kind, JsonNode object) {
    return new Guard(
        kind + "/" + object.at("/metadata/name").asText(), Shape.of(object.path("spec")));
  }

  private void configuration(String kind, JsonNode configuration) {
    String name = configuration.at("/metadata/name").asText();
    if (name.equals(WebhookConfigurations.NAME)) {
      for (JsonNode webhook : configuration.path("webhooks")) {
        found.add(webhook(kind, webhook));
        JsonNode in = webhook.at("/clientConfig/service/namespace");
        namespace = in.isTextual() ? Optional.of(in.asText()) : namespace;
      }
    } else if (kind.equals(MUTATING)) {
      // By the name of the configuration, as the API server sorts them.
      OtherWebhook.Order order =
          name.compareTo(WebhookConfigurations.NAME) < 0
              ? OtherWebhook.Order.Before
              : OtherWebhook.Order.After;
      configuration
          .path("webhooks")
          .valueStream()
          .filter(RegistrationReader::seesNewPods)
          .forEach(w -> others.add(new OtherWebhook(name, w.path("name").asText(), order)));
    }
  }

  private static Webhook webhook(String kind, JsonNode webhook) {
    return new Webhook(
        kind + "/" + WebhookConfigurations.NAME,
        webhook.path("name").asText(),
        Shape.of(webhook),
        CaBundles.read(webhook.at("/clientConfig/caBundle").asText()));
  }

  private static boolean seesNewPods(JsonNode webhook) {
    return webhook
        .path("rules")
        .valueStream()
        .anyMatch(
            rule ->
                holds(rule.path("apiGroups"), "", "*")
                    && holds(rule.path("operations"), "CREATE", "*")
                    && holds(rule.path("resources"), "pods", "*", "*/*"));
  }

  private static boolean holds(JsonNode list, String... any) {
    return list.valueStream().map(JsonNode::asText).anyMatch(List.of(any)::contains);
  }

  private Registered registered(Set<String> gatedHandlers, WorkloadControllers controllers) {
    String own = namespace.orElse(USUAL_NAMESPACE);
    var target = new WebhookTarget.Url(URI.create("https://cgrant"), Optional.empty());
    var configurations = new WebhookConfigurations(target, own, controllers);
    var wanted = new ArrayList<Webhook>();
    wanted.addAll(wanted(MUTATING, configurations.mutating()));
    wanted.addAll(wanted(VALIDATING, configurations.validating()));
    List<Guard> guards =
        new Guards(gatedHandlers, own, controllers)
            .all().stream()
                .filter(guard -> guard.getKind().startsWith(POLICY))
                .map(guard -> guardOf(guard.getKind(), JSON.valueToTree(guard)))
                .toList();
    return new Registered(found, wanted, others, guards, guardsFound);
  }

  private static List<Webhook> wanted(String kind, HasMetadata configuration) {
    return JSON.valueToTree(configuration)
        .path("webhooks")
        .valueStream()
        .map(webhook -> webhook(kind, webhook))
        .toList();
  }
}
