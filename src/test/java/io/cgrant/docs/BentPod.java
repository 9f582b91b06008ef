// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A pod that meets level `restricted` and every strict default, with one thing changed.
public final class BentPod {

  public static final List<String> LISTS =
      List.of("containers", "initContainers", "ephemeralContainers");

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String GRANTED =
      """
      {'apiVersion': 'v1', 'kind': 'Pod', 'metadata': {'name': 'p'}, 'spec': {'hostUsers': false,
        'securityContext': {'seccompProfile': {'type': 'RuntimeDefault'}},
        'containers': [{'name': 'c', 'image': 'registry.example.com/app:1',
          'securityContext': {'allowPrivilegeEscalation': false, 'capabilities': {'drop': ['ALL']}},
          'resources': {'limits': {'cpu': '900m', 'memory': '1Gi'}}}]}}
      """;

  private BentPod() {}

  /// @param patch a merge patch, RFC 7396, with single quotes
  public static ObjectNode bent(String patch) {
    ObjectNode pod = read(GRANTED);
    merge(pod, read(patch));
    return pod;
  }

  /// Instead of its container, or with one more.
  ///
  /// @param patch of the container
  public static ObjectNode bentContainer(String list, String patch) {
    ObjectNode pod = read(GRANTED);
    ObjectNode spec = (ObjectNode) pod.get("spec");
    ObjectNode container = spec.get("containers").get(0).deepCopy();
    if (!list.equals("containers")) {
      container.put("name", "other");
    }
    merge(container, read(patch));
    spec.putArray(list).add(container);
    return pod;
  }

  /// @param patch a merge patch, RFC 7396, with single quotes
  public static void merge(ObjectNode target, String patch) {
    merge(target, read(patch));
  }

  private static void merge(ObjectNode target, JsonNode patch) {
    for (var field : patch.properties()) {
      JsonNode there = target.get(field.getKey());
      if (field.getValue() instanceof ObjectNode inner && there instanceof ObjectNode object) {
        merge(object, inner);
      } else if (field.getValue().isNull()) {
        target.remove(field.getKey());
      } else {
        target.set(field.getKey(), field.getValue());
      }
    }
  }

  private static ObjectNode read(String json) {
    try {
      return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
