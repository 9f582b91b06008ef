// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.manifest.ListPage;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// As the client of the server reads, with what an API server stores.
final class ManagedFieldsTest {

  private static final int DEPTH = 9_000;

  private final ObjectMapper mapper = new ObjectMapper(new JsonFactory());

  @BeforeEach
  void prepare() {
    mapper.getFactory().setStreamReadConstraints(ListPage.STORED);
    NamespaceMetadata.addTo(mapper);
    ManagedFields.addTo(mapper);
  }

  @Test
  void anObjectWithDeepFieldsIsReadAndCanBeWritten() throws IOException {
    var read = mapper.readValue(deep(DEPTH), GenericKubernetesResource.class);
    JsonNode again = mapper.valueToTree(read);
    assertEquals("ray", again.at("/metadata/name").asText());
    assertEquals("a", again.at("/metadata/managedFields/0/manager").asText());
  }

  @Test
  void aNamespaceWithDeepFieldsIsRead() throws IOException {
    assertEquals("ray", mapper.readValue(deep(DEPTH), Namespace.class).getMetadata().getName());
  }

  @Test
  void fieldsOfAKnownObjectAreReadWhole() throws IOException {
    var read = mapper.readValue(deep(6), GenericKubernetesResource.class);
    JsonNode fields = mapper.valueToTree(read).at("/metadata/managedFields/0/fieldsV1");
    assertTrue(fields.toString().startsWith("{\"f:x\":{\"f:x\":{\"f:x\""), fields::toString);
    assertEquals(6, fields.toString().split("f:x", -1).length - 1);
  }

  private static String deep(int depth) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"managedFields\":[{\"manager\":\"a\","
        + "\"fieldsV1\":"
        + "{\"f:x\":".repeat(depth)
        + "{}"
        + "}".repeat(depth)
        + "}],\"name\":\"ray\"}}";
  }
}
