// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.apiserver.PodMetadata;
import io.cgrant.apiserver.StreamedGet;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The ledgers in Leases of cgrant's own namespace, one for each policy and namespace. Of pods only
/// the metadata is read.
final class ApiServerRoomStore implements RoomStore {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Long>> GRANTS = new TypeReference<>() {};
  private static final String GRANTS_UNTIL = "cgrant.io/grants";
  private static final String LISTED = "cgrant.io/listed";
  private static final int LENGTH_OF_HASH = 10;

  private final KubernetesClient client;
  private final String own;
  private final StreamedGet lists;

  /// @param own namespace
  /// @param timeout of a list, in milliseconds
  ApiServerRoomStore(KubernetesClient client, String own, int timeout) {
    this.client = client;
    this.own = own;
    this.lists = PodMetadata.of(client, timeout);
  }

  @Override
  public Ledger ledger(String policy, String namespace) {
    Lease lease = client.leases().inNamespace(own).withName(name(policy, namespace)).get();
    if (lease == null) {
      return new Ledger("", 0, Map.of());
    }
    ObjectMeta metadata = lease.getMetadata();
    Map<String, String> annotations =
        metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations();
    try {
      return new Ledger(
          metadata.getResourceVersion(),
          Long.parseLong(annotations.getOrDefault(LISTED, "0")),
          JSON.readValue(annotations.getOrDefault(GRANTS_UNTIL, "{}"), GRANTS));
    } catch (JsonProcessingException | NumberFormatException e) {
      throw new KubernetesClientException(
          "Lease " + metadata.getName() + " is no ledger of grants; delete it", e);
    }
  }

  /// A list without a version is the newest there is.
  @Override
  public Set<String> holders(String policy, String namespace) {
    return lists.of(
        "api/v1/namespaces/" + namespace + "/pods" + PodMetadata.NOT_ENDED,
        list -> PodList.holders(list, policy));
  }

  @Override
  public boolean replace(String policy, String namespace, Ledger next) {
    var builder =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(name(policy, namespace))
            .withNamespace(own)
            // Here and not by lockResourceVersion, which update() passes over.
            .withResourceVersion(next.version().isEmpty() ? null : next.version())
            .addToAnnotations("cgrant.io/policy", policy)
            .addToAnnotations("cgrant.io/namespace", namespace)
            .addToAnnotations(LISTED, Long.toString(next.listed()))
            .addToAnnotations(GRANTS_UNTIL, written(next))
            .endMetadata()
            .withNewSpec()
            .endSpec();
    try {
      if (next.version().isEmpty()) {
        client.resource(builder.build()).create();
      } else {
        client.resource(builder.build()).update();
      }
      return true;
    } catch (KubernetesClientException e) {
      boolean isTaken =
          e.getCode() == HttpURLConnection.HTTP_CONFLICT
              || !next.version().isEmpty() && e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
      if (isTaken) {
        return false;
      }
      throw e;
    }
  }

  private static String written(Ledger next) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(next.until()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Names of policies are too long to be part of one.
  private static String name(String policy, String namespace) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((policy + "/" + namespace).getBytes(StandardCharsets.UTF_8));
      return "cgrant-quota-" + HexFormat.of().formatHex(hash, 0, LENGTH_OF_HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
