// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/// A page of pods, each as a pod stands alone.
public final class PodPage {

  private static final int USUAL_LENGTH = 8_192;

  private PodPage() {}

  /// @param each gets each pod as an object of its own, with `apiVersion` and `kind`, which a list
  /// leaves out
  /// @throws IOException where it is no whole list, which must not look like a shorter one
  public static ListPage read(InputStream list, Consumer<byte[]> each) throws IOException {
    return ListPage.read(list, "pods", json -> each.accept(pod(json)));
  }

  private static byte[] pod(JsonParser json) throws IOException {
    var bytes = new ByteArrayOutputStream(USUAL_LENGTH);
    try (JsonGenerator copy = ListPage.JSON.createGenerator(bytes)) {
      copy.writeStartObject();
      copy.writeStringField("apiVersion", "v1");
      copy.writeStringField("kind", "Pod");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        boolean isSaid = key.equals("apiVersion") || key.equals("kind");
        // What a kubelet says of it is half of a pod, and nothing that it is judged by.
        if (isSaid || key.equals("status")) {
          json.skipChildren();
        } else if (key.equals("metadata") && json.isExpectedStartObjectToken()) {
          copy.writeFieldName(key);
          metadata(json, copy);
        } else {
          copy.writeFieldName(key);
          copy.copyCurrentStructureExact(json);
        }
      }
      copy.writeEndObject();
    }
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("ends within a pod");
    }
    return bytes.toByteArray();
  }

  /// Without its `managedFields`. Whoever changes a pod writes them as deep as he likes, and deeper
  /// than a pod is read.
  private static void metadata(JsonParser json, JsonGenerator copy) throws IOException {
    copy.writeStartObject();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      if (key.equals("managedFields")) {
        json.skipChildren();
      } else {
        copy.writeFieldName(key);
        copy.copyCurrentStructureExact(json);
      }
    }
    copy.writeEndObject();
  }
}
