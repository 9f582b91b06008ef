// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/// Takes a list of pods apart while it comes: one pod is in memory at a time, however many the list
/// has.
///
/// @param next where the list goes on; empty at its end
public record PodPage(String next) {

  /// Jackson would share a table of keys between all lists, which whoever makes pods fills by names
  /// of annotations. Those are of any length.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNameLength(Integer.MAX_VALUE).build())
          .build();

  private static final int USUAL_LENGTH = 8_192;

  /// @param each gets each pod as an object of its own, with `apiVersion` and `kind`, which a list
  /// leaves out
  /// @throws IOException where it is no whole list, which must not look like a shorter one
  public static PodPage read(InputStream list, Consumer<byte[]> each) throws IOException {
    try (JsonParser json = JSON.createParser(list)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("is no list of pods");
      }
      String next = "";
      boolean isList = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (key.equals("items")) {
          isList = items(json, value, each);
        } else if (key.equals("metadata") && value == JsonToken.START_OBJECT) {
          next = metadata(json);
        } else {
          json.skipChildren();
        }
      }
      if (!isList || json.currentToken() != JsonToken.END_OBJECT) {
        throw new IOException("is no whole list of pods");
      }
      return new PodPage(next);
    }
  }

  /// Go writes a list of nothing as `null`.
  private static boolean items(JsonParser json, JsonToken value, Consumer<byte[]> each)
      throws IOException {
    if (value != JsonToken.START_ARRAY) {
      return value == JsonToken.VALUE_NULL;
    }
    while (json.nextToken() == JsonToken.START_OBJECT) {
      each.accept(pod(json));
    }
    return json.currentToken() == JsonToken.END_ARRAY;
  }

  private static byte[] pod(JsonParser json) throws IOException {
    var bytes = new ByteArrayOutputStream(USUAL_LENGTH);
    try (JsonGenerator copy = JSON.createGenerator(bytes)) {
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

  private static String metadata(JsonParser json) throws IOException {
    String next = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isNext = json.currentName().equals("continue");
      if (json.nextToken() == JsonToken.VALUE_STRING && isNext) {
        next = json.getText();
      } else {
        json.skipChildren();
      }
    }
    return next;
  }
}
