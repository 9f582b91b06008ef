// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/// The shares in annotations of one Lease in cgrant's own namespace, one for each replica: Leases
/// are what cgrant may write there, and one that is known by its name need not be listed.
record ApiServerShareStore(KubernetesClient client, String namespace) implements ShareStore {

  static final String NAME = "cgrant-shares";

  private static final Logger LOG = Logger.getLogger(ApiServerShareStore.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "shares.cgrant.io/";

  /// Of what follows the prefix. Names of pods are longer; they differ at their end.
  private static final int LONGEST_NAME = 63;

  @Override
  public Kept read() {
    return Optional.ofNullable(client.leases().inNamespace(namespace).withName(NAME).get())
        .map(ApiServerShareStore::kept)
        .orElse(Kept.NOTHING);
  }

  @Override
  public Optional<Kept> replace(Kept next) {
    var annotations = new TreeMap<String, String>();
    next.shares().forEach((replica, share) -> annotations.put(PREFIX + replica, written(share)));
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(NAME)
            .withNamespace(namespace)
            // Here and not by lockResourceVersion, which update() passes over.
            .withResourceVersion(next.version().isEmpty() ? null : next.version())
            .withAnnotations(annotations)
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .build();
    try {
      var resource = client.resource(lease);
      return Optional.of(kept(next.version().isEmpty() ? resource.create() : resource.update()));
    } catch (KubernetesClientException e) {
      boolean isTaken =
          e.getCode() == HttpURLConnection.HTTP_CONFLICT
              || !next.version().isEmpty() && e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
      if (isTaken) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// The name of a replica as a key of an annotation can hold it.
  static String key(String identity) {
    String end = identity.substring(Math.max(0, identity.length() - LONGEST_NAME));
    return end.replaceFirst("^[^A-Za-z0-9]+", "");
  }

  private static Kept kept(Lease lease) {
    var shares = new TreeMap<String, Share>();
    Map<String, String> annotations =
        Optional.ofNullable(lease.getMetadata().getAnnotations()).orElse(Map.of());
    annotations.forEach(
        (key, text) -> {
          if (key.startsWith(PREFIX)) {
            share(text).ifPresent(share -> shares.put(key.substring(PREFIX.length()), share));
          }
        });
    return new Kept(lease.getMetadata().getResourceVersion(), shares);
  }

  /// What somebody else has damaged is lost; its replica writes it anew with its next news.
  private static Optional<Share> share(String text) {
    try {
      return Optional.of(JSON.readValue(text, Share.class));
    } catch (JsonProcessingException | NullPointerException e) {
      LOG.debugf("a share in Lease %s cannot be read: %s", NAME, e.getMessage());
      return Optional.empty();
    }
  }

  private static String written(Share share) {
    try {
      return JSON.writeValueAsString(share);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
