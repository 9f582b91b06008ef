// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import io.cgrant.certs.StoredCertificates;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A Secret, written by server-side apply.
///
/// Unlike a POST, an apply that creates is authorized by name, so no other Secret can be made. The
/// first one is applied without force, by a field manager that no other replica has: where another
/// replica was faster, the API server sees a conflict. From then on the version decides.
record ApiServerSecretStore(KubernetesClient client, String namespace, String name, String identity)
    implements SecretStore {

  /// As of any Secret that says nothing else; it cannot be changed later.
  private static final String TYPE = "Opaque";

  /// In the place of a key that is not there.
  private static final String NOTHING = "";

  @Override
  public Optional<Kept> read() {
    return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get())
        .map(ApiServerSecretStore::kept);
  }

  @Override
  public Optional<Kept> write(Map<String, String> texts, String version) {
    var data = new LinkedHashMap<String, String>();
    if (!version.isEmpty()) {
      // An apply takes away no key that somebody else put there, and does take over its value.
      StoredCertificates.KEYS.forEach(key -> data.put(key, NOTHING));
    }
    texts.forEach((key, text) -> data.put(key, encoded(text)));
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withResourceVersion(version.isEmpty() ? null : version)
            .addToLabels("app.kubernetes.io/name", "cgrant")
            .endMetadata()
            .withType(TYPE)
            .withData(data)
            .build();
    try {
      PatchContext apply = version.isEmpty() ? creating() : replacing();
      return Optional.of(kept(client.resource(secret).patch(apply, secret)));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private PatchContext creating() {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(identity)
        .withForce(false)
        .build();
  }

  private static PatchContext replacing() {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(ApiServerBundleStore.FIELD_MANAGER)
        .withForce(true)
        .build();
  }

  private static Kept kept(Secret secret) {
    var texts = new LinkedHashMap<String, String>();
    if (secret.getData() != null) {
      secret.getData().entrySet().stream()
          .filter(entry -> !entry.getValue().equals(NOTHING))
          .forEach(entry -> texts.put(entry.getKey(), decoded(entry.getValue())));
    }
    return new Kept(texts, secret.getMetadata().getResourceVersion());
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// What is no text becomes text that is no PEM.
  private static String decoded(String value) {
    return new String(Base64.getDecoder().decode(value), StandardCharsets.ISO_8859_1);
  }
}
