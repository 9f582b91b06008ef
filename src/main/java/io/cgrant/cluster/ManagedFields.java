// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.FieldsV1;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads which fields of an object somebody manages, as deep as those of a known object are.
/// Whoever may write the object may have others stored, thousands of levels deep, and who copies
/// such a tree level by level has no stack left.
public final class ManagedFields extends StdDeserializer<FieldsV1> {

  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 32;

  private ManagedFields() {
    super(FieldsV1.class);
  }

  /// From now on it reads them so.
  public static void addTo(ObjectMapper mapper) {
    mapper.registerModule(
        new SimpleModule("cgrant-managed-fields")
            .addDeserializer(FieldsV1.class, new ManagedFields()));
  }

  @Override
  public FieldsV1 deserialize(JsonParser json, DeserializationContext context) throws IOException {
    var fields = new FieldsV1();
    if (json.isExpectedStartObjectToken()) {
      fields.setAdditionalProperties(within(json, 1));
    } else {
      json.skipChildren();
    }
    return fields;
  }

  /// Each value is an object, empty where nothing is in it.
  private static Map<String, Object> within(JsonParser json, int depth) throws IOException {
    var fields = new LinkedHashMap<String, Object>();
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      json.nextToken();
      if (depth < DEEPEST && json.isExpectedStartObjectToken()) {
        fields.put(key, within(json, depth + 1));
      } else {
        json.skipChildren();
        fields.put(key, Map.of());
      }
    }
    return fields;
  }
}
