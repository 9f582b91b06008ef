// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.apiserver;

import io.fabric8.kubernetes.client.KubernetesClient;

/// Lists of pods, of which only the metadata is sent.
public final class PodMetadata {

  /// Selects the pods that have not ended.
  public static final String NOT_ENDED =
      "?fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed";

  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  private PodMetadata() {}

  /// @param timeout of a list, in milliseconds
  public static StreamedGet of(KubernetesClient client, int timeout) {
    return new StreamedGet(client, METADATA_ONLY, timeout);
  }
}
