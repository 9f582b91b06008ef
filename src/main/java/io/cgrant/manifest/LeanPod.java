// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// A stored pod with a part of its labels and owners. Whoever may change a pod adds so many of them
/// after it was granted, when nobody is asked, that they are more than is read of one; and what
/// holds a writable cgroup must not be hidden by that.
final class LeanPod {

  static final int SOME_LABELS = 500;
  static final int NO_LABELS = 0;
  static final int MOST_OWNERS = 100;

  /// Labels that are ours are kept.
  private static final String OURS = "cgrant.io/";

  private final JsonParser json;
  private final JsonGenerator copy;
  private final int mostLabels;

  private LeanPod(JsonParser json, JsonGenerator copy, int mostLabels) {
    this.json = json;
    this.copy = copy;
    this.mostLabels = mostLabels;
  }

  /// @param mostLabels of others than ours
  /// @throws Unreadable when it is no object
  static byte[] of(byte[] pod, int mostLabels) {
    var bytes = new ByteArrayOutputStream(pod.length);
    try (JsonParser json = ListPage.JSON.createParser(pod);
        JsonGenerator copy = ListPage.JSON.createGenerator(bytes)) {
      json.nextToken();
      new LeanPod(json, copy, mostLabels).all();
    } catch (IOException e) {
      throw JsonWords.broken(e);
    }
    return bytes.toByteArray();
  }

  private void all() throws IOException {
    if (!json.isExpectedStartObjectToken()) {
      throw new Unreadable("is no object");
    }
    copy.writeStartObject();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      copy.writeFieldName(key);
      json.nextToken();
      if (key.equals("metadata") && json.isExpectedStartObjectToken()) {
        metadata();
      } else {
        copy.copyCurrentStructureExact(json);
      }
    }
    copy.writeEndObject();
  }

  private void metadata() throws IOException {
    copy.writeStartObject();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      copy.writeFieldName(key);
      json.nextToken();
      if (key.equals("labels") && json.isExpectedStartObjectToken()) {
        labels();
      } else if (key.equals("ownerReferences") && json.isExpectedStartArrayToken()) {
        owners();
      } else {
        copy.copyCurrentStructureExact(json);
      }
    }
    copy.writeEndObject();
  }

  private void labels() throws IOException {
    copy.writeStartObject();
    for (int i = 0; json.nextToken() == JsonToken.FIELD_NAME; i++) {
      String key = json.currentName();
      json.nextToken();
      if (i < mostLabels || key.startsWith(OURS)) {
        copy.writeFieldName(key);
        copy.copyCurrentStructureExact(json);
      } else {
        json.skipChildren();
      }
    }
    copy.writeEndObject();
  }

  private void owners() throws IOException {
    copy.writeStartArray();
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i < MOST_OWNERS) {
        copy.copyCurrentStructureExact(json);
      } else {
        json.skipChildren();
      }
    }
    copy.writeEndArray();
  }
}
