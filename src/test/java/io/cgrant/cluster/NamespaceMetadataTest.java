// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceList;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NamespaceMetadataTest {

  private static final String NAMESPACE =
      """
      {"apiVersion": "v1", "kind": "Namespace", "metadata": {
        "annotations": {"a": "b", "c": "d"}, "name": "ml", "uid": "u-1", "resourceVersion": "7",
        "managedFields": [{"manager": "x", "fieldsV1": {"f:metadata": {}}}],
        "labels": {"team": "ml", "kubernetes.io/metadata.name": "ml"}, "finalizers": ["x/y"]},
       "spec": {"finalizers": ["kubernetes"]}, "status": {"phase": "Active"}}
      """;

  private final KubernetesSerialization serialization = serialization();

  @Test
  void aListHoldsLabelsAndNoAnnotations() {
    String list =
        "{\"apiVersion\": \"v1\", \"kind\": \"NamespaceList\", \"metadata\": {\"resourceVersion\": \"9\"},"
            + " \"items\": [%s, %s]}".formatted(NAMESPACE, NAMESPACE);
    NamespaceList read = serialization.unmarshal(list, NamespaceList.class);
    assertEquals("9", read.getMetadata().getResourceVersion());
    assertEquals(2, read.getItems().size());
    read.getItems().forEach(NamespaceMetadataTest::assertLean);
  }

  @Test
  void soDoesWhatAWatchDelivers() {
    assertLean((Namespace) serialization.unmarshal(NAMESPACE));
  }

  @Test
  void tooManyLabelsAreNoneThatAPolicyMaySelectBy() {
    String many =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "\"label-%d\": \"%s\"".formatted(i, "x".repeat(40)))
            .collect(Collectors.joining(","));
    var namespace =
        (Namespace) serialization.unmarshal(NAMESPACE.replace("\"team\"", many + ", \"team\""));
    assertEquals("ml", namespace.getMetadata().getName());
    assertEquals(Optional.empty(), NamespaceMetadata.labels(namespace));
    assertTrue(
        NamespaceMetadata.labels((Namespace) serialization.unmarshal(NAMESPACE)).isPresent());
  }

  private static void assertLean(Namespace namespace) {
    ObjectMeta metadata = namespace.getMetadata();
    assertEquals("ml", metadata.getName());
    assertEquals("u-1", metadata.getUid());
    assertEquals("7", metadata.getResourceVersion());
    assertEquals(Map.of("team", "ml", "kubernetes.io/metadata.name", "ml"), metadata.getLabels());
    assertTrue(metadata.getAnnotations().isEmpty(), metadata::toString);
    assertTrue(metadata.getManagedFields().isEmpty(), metadata::toString);
  }

  private static KubernetesSerialization serialization() {
    var mapper = new ObjectMapper();
    NamespaceMetadata.addTo(mapper);
    return new KubernetesSerialization(mapper, true);
  }
}
