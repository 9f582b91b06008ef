// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.ownership;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.cgrant.apiserver.ImpatientClient;
import io.cgrant.apiserver.StreamedGet;
import io.cgrant.pod.ObjectName;
import io.cgrant.pod.PodView.Owner;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;

/// Who controls a ReplicaSet or a Job. Of it only the metadata is read.
public final class ControllerReads {

  private static final int TIMEOUT = 2_000;

  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

  private static final Map<String, String> COLLECTIONS =
      Map.of(
          "apps/v1 ReplicaSet", "apis/apps/v1/namespaces/%s/replicasets/%s",
          "batch/v1 Job", "apis/batch/v1/namespaces/%s/jobs/%s");

  private final StreamedGet get;

  public ControllerReads(KubernetesClient client) {
    this(client, TIMEOUT);
  }

  /// @param timeout in milliseconds
  ControllerReads(KubernetesClient client, int timeout) {
    this.get = new StreamedGet(ImpatientClient.of(client, timeout), METADATA_ONLY, timeout);
  }

  /// Blocking, for two seconds at most.
  ///
  /// @return empty where nobody controls it, where there is none of this uid, and for other kinds
  /// @throws KubernetesClientException when the API server does not say
  public Optional<Owner> above(String namespace, Owner owner) {
    String collection = COLLECTIONS.get(owner.apiVersion() + " " + owner.kind());
    if (collection == null
        || !ObjectName.isLabel(namespace)
        || !ObjectName.isSubdomain(owner.name())) {
      return Optional.empty();
    }
    try {
      return get.of(
          collection.formatted(namespace, owner.name()), body -> controllerIn(body, owner));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// What cannot be read for what somebody wrote into it has no controller that is known. A failure
  /// would keep everybody from being asked about, for its sake.
  private static Optional<Owner> controllerIn(InputStream body, Owner owner) throws IOException {
    try {
      return OwnedObject.read(body).controllerOf(owner.uid());
    } catch (StreamConstraintsException e) {
      return Optional.empty();
    }
  }
}
