// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/// Reads the pods that hold a grant off a list while it comes: the metadata of one pod can be a
/// megabyte, of a namespace more than the heap.
final class PodList {

  /// Jackson would share a table of keys between all lists, which whoever makes pods fills by names
  /// of variables and annotations. Those are of any length.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNameLength(Integer.MAX_VALUE).build())
          .build();

  private final JsonParser json;
  private final String policy;
  private final Set<String> holders = new HashSet<>();

  private PodList(JsonParser json, String policy) {
    this.json = json;
    this.policy = policy;
  }

  /// The names of those whose grant is of this policy.
  static Set<String> holders(InputStream list, String policy) throws IOException {
    try (JsonParser json = JSON.createParser(list)) {
      var read = new PodList(json, policy);
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("is no list of pods");
      }
      read.list();
      return read.holders;
    }
  }

  /// What is no whole list must not look like a shorter one: pods would not count.
  private void list() throws IOException {
    boolean isList = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isItems = json.currentName().equals("items");
      if (entered("items", JsonToken.START_ARRAY)) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          item();
        }
        isList = json.currentToken() == JsonToken.END_ARRAY;
      } else if (isItems) {
        // As Go writes a list of nothing.
        isList = json.currentToken() == JsonToken.VALUE_NULL;
      }
    }
    if (!isList) {
      throw new IOException("is no list of pods");
    }
  }

  private void item() throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      if (entered("metadata", JsonToken.START_OBJECT)) {
        metadata();
      }
    }
  }

  private void metadata() throws IOException {
    String name = "";
    boolean holds = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      if (json.currentName().equals("name")) {
        json.nextToken();
        name = json.getText();
      } else if (entered("annotations", JsonToken.START_OBJECT)) {
        holds = isGranted();
      }
    }
    if (holds) {
      holders.add(name);
    }
  }

  private boolean isGranted() throws IOException {
    boolean isGranted = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isRecord = json.currentName().equals(Asking.GRANTED_BY);
      json.nextToken();
      if (isRecord) {
        isGranted = Policy.isNamedBy(json.getText(), policy);
      }
    }
    return isGranted;
  }

  /// Whether the field here has this name and such a value, and then steps into it; else passes
  /// over the value.
  private boolean entered(String name, JsonToken start) throws IOException {
    boolean isNamed = json.currentName().equals(name);
    boolean isEntered = json.nextToken() == start && isNamed;
    if (!isEntered) {
      json.skipChildren();
    }
    return isEntered;
  }
}
