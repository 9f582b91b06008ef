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

/// Reads of a namespace's metadata what a watch and the gate need. Its annotations, of which an API
/// server stores 256 KiB, and its managed fields are passed over as they come: a page of namespaces
/// with all of them would not fit into the heap.
public final class NamespaceMetadata extends StdDeserializer<ObjectMeta> {

  private static final long serialVersionUID = 1L;

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
        case "labels" -> metadata.setLabels(labels(json));
        default -> json.skipChildren();
      }
    }
    return metadata;
  }

  private static LinkedHashMap<String, String> labels(JsonParser json) throws IOException {
    var labels = new LinkedHashMap<String, String>();
    if (json.isExpectedStartObjectToken()) {
      for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
        labels.put(key, json.nextTextValue());
      }
    }
    return labels;
  }
}
