// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads of a namespace's metadata what a watch and the gate need. Its annotations, of which an API
/// server stores 256 KiB, and its managed fields are passed over as they come: a page of namespaces
/// with all of them would not fit into the heap.
public final class NamespaceMetadata extends StdDeserializer<ObjectMeta> {

  private static final long serialVersionUID = 1L;

  /// Of all labels together, in characters. An API server bounds each, and not their number.
  private static final int MOST = 64 * 1024;

  private static final String TOO_MANY = "cgrant.io/too-many-labels";

  private NamespaceMetadata() {
    super(ObjectMeta.class);
  }

  /// From now on it reads namespaces so.
  public static void addTo(ObjectMapper mapper) {
    mapper.addMixIn(Namespace.class, Mixin.class);
  }

  private interface Mixin {
    @JsonDeserialize(using = NamespaceMetadata.class)
    void setMetadata(ObjectMeta metadata);
  }

  @Override
  public ObjectMeta deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    var metadata = new ObjectMeta();
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      json.nextToken();
      switch (key) {
        case "name" -> metadata.setName(json.getValueAsString());
        case "uid" -> metadata.setUid(json.getValueAsString());
        case "resourceVersion" -> metadata.setResourceVersion(json.getValueAsString());
        case "labels" -> labels(json, metadata);
        default -> json.skipChildren();
      }
    }
    return metadata;
  }

  /// Empty where there are too many: by a part of them a policy could select what it must not.
  static Optional<Map<String, String>> labels(Namespace namespace) {
    ObjectMeta metadata = namespace.getMetadata();
    if (metadata.getAdditionalProperties().containsKey(TOO_MANY)) {
      return Optional.empty();
    }
    return Optional.of(metadata.getLabels() == null ? Map.of() : Map.copyOf(metadata.getLabels()));
  }

  private static void labels(JsonParser json, ObjectMeta metadata) throws IOException {
    if (!json.isExpectedStartObjectToken()) {
      return;
    }
    var labels = new LinkedHashMap<String, String>();
    int size = 0;
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      String value = json.nextTextValue();
      size += key.length() + (value == null ? 0 : value.length());
      if (size <= MOST) {
        labels.put(key, value);
      }
    }
    if (size <= MOST) {
      metadata.setLabels(labels);
    } else {
      metadata.setAdditionalProperty(TOO_MANY, true);
    }
  }
}
