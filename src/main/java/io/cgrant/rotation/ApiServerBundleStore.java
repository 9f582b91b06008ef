// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.registration.WebhookConfigurations;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// `caBundle` of every webhook in our two configurations, by server-side apply, and only while they
/// are as they were read. A configuration that is not there is not made: without one, the gate is
/// off, and somebody wanted it so.
record ApiServerBundleStore(KubernetesClient client) implements BundleStore {

  static final String FIELD_MANAGER = "cgrant-certificates";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  @Override
  public List<String> differing(String bundle) {
    return configurations().stream()
        .filter(c -> c.differsFrom(encoded(bundle)))
        .map(PublishedBundle::description)
        .toList();
  }

  @Override
  public boolean publish(String bundle) {
    try {
      for (PublishedBundle each : configurations()) {
        if (each.differsFrom(encoded(bundle))) {
          JsonNode patch = each.replacedBy(encoded(bundle));
          client.resource(JSON.convertValue(patch, GenericKubernetesResource.class)).patch(APPLY);
        }
      }
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private List<PublishedBundle> configurations() {
    return Stream.of(MutatingWebhookConfiguration.class, ValidatingWebhookConfiguration.class)
        .map(kind -> client.resources(kind).withName(WebhookConfigurations.NAME).get())
        .filter(found -> found != null)
        .map((HasMetadata found) -> new PublishedBundle(JSON.valueToTree(found)))
        .toList();
  }

  private static String encoded(String bundle) {
    return Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.US_ASCII));
  }
}
