// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.cluster.ManagedFields;
import io.cgrant.cluster.NamespaceMetadata;
import io.cgrant.manifest.ListPage;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/// What others write costs no more than cgrant needs of it.
@Singleton
final class FrugalClient implements KubernetesClientObjectMapperCustomizer {

  @Override
  public void customize(ObjectMapper mapper) {
    // Jackson shares a table of keys between all that the client reads, and gives up at too many of
    // one hash. Whoever may make a namespace chooses keys of annotations.
    mapper.getFactory().configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false);
    mapper.getFactory().setStreamReadConstraints(ListPage.STORED);
    NamespaceMetadata.addTo(mapper);
    ManagedFields.addTo(mapper);
  }
}
