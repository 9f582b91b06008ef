// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.stream.Stream;

/// Our two webhook configurations as they stand at the API server, for whoever keeps some fields of
/// their webhooks. Every method blocks. A configuration that is not there is not made: without one,
/// the gate is off, and somebody wanted it so.
///
/// @param fieldManager the owner of those fields, and of no others, until [#disown]
public record InstalledConfigurations(KubernetesClient client, String fieldManager) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);

  public List<JsonNode> read() {
    return Stream.of(MutatingWebhookConfiguration.class, ValidatingWebhookConfiguration.class)
        .map(kind -> client.resources(kind).withName(WebhookConfigurations.NAME).get())
        .filter(found -> found != null)
        .map((HasMetadata found) -> (JsonNode) JSON.valueToTree(found))
        .toList();
  }

  /// What to apply so that these fields of its webhooks are so, and nothing else changes. It holds
  /// while the configuration is as it was read.
  ///
  /// @param webhooks each with its name and the fields
  public static ObjectNode patch(JsonNode configuration, ArrayNode webhooks) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.set("apiVersion", configuration.path("apiVersion"));
    patch.set("kind", configuration.path("kind"));
    JsonNode metadata = configuration.path("metadata");
    ObjectNode own = patch.putObject("metadata");
    own.set("name", metadata.path("name"));
    own.set("resourceVersion", metadata.path("resourceVersion"));
    patch.set("webhooks", webhooks);
    return patch;
  }

  /// By server-side apply.
  ///
  /// @return the configuration as it is then
  /// @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 when somebody has
  ///     written meanwhile
  public JsonNode apply(ObjectNode patch) {
    var context =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(fieldManager)
            .withForce(true)
            .build();
    return JSON.valueToTree(
        client.resource(JSON.convertValue(patch, GenericKubernetesResource.class)).patch(context));
  }

  /// Leaves the fields as they are and gives up their ownership, so that nobody who applies the
  /// whole configuration hears of a conflict, as Helm 4 does. Does nothing where there is none to
  /// give up.
  ///
  /// @throws io.fabric8.kubernetes.client.KubernetesClientException when somebody has written
  ///     meanwhile
  public void disown(JsonNode configuration) {
    ArrayNode patch = Disowning.patch(configuration, fieldManager);
    if (!patch.isEmpty()) {
      client
          .resource(JSON.convertValue(configuration, GenericKubernetesResource.class))
          .patch(JSON_PATCH, patch.toString());
    }
  }
}
