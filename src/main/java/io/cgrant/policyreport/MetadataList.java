// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;

/// Reads namespaces and versions off a list of metadata while it comes: annotations of one object
/// can be a quarter of a megabyte, and whoever may write reports chooses them.
final class MetadataList {

  private final JsonParser json;
  private final BiConsumer<String, String> each;
  private String next = "";

  private MetadataList(JsonParser json, BiConsumer<String, String> each) {
    this.json = json;
    this.each = each;
  }

  /// @param each hears of every object: its namespace and its version
  /// @return where the list goes on; empty at its end
  static String read(JsonFactory factory, InputStream list, BiConsumer<String, String> each)
      throws IOException {
    try (JsonParser json = factory.createParser(list)) {
      var read = new MetadataList(json, each);
      boolean isList = false;
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        switch (json.currentName()) {
          case "items" -> isList = read.items();
          case "metadata" -> read.next = read.fields("continue", "")[0];
          default -> read.pass();
        }
      }
      if (!isList) {
        throw new IOException("is no list");
      }
      return read.next;
    }
  }

  private boolean items() throws IOException {
    if (json.nextToken() != JsonToken.START_ARRAY) {
      // As Go writes a list of nothing.
      return json.currentToken() == JsonToken.VALUE_NULL;
    }
    while (json.nextToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        if (json.currentName().equals("metadata")) {
          String[] found = fields("namespace", "resourceVersion");
          each.accept(found[0], found[1]);
        } else {
          pass();
        }
      }
    }
    return json.currentToken() == JsonToken.END_ARRAY;
  }

  /// Two texts of the object that begins here.
  private String[] fields(String one, String other) throws IOException {
    String[] found = {"", ""};
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return found;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        found[0] = name.equals(one) ? json.getText() : found[0];
        found[1] = name.equals(other) ? json.getText() : found[1];
      }
      json.skipChildren();
    }
    return found;
  }

  private void pass() throws IOException {
    json.nextToken();
    json.skipChildren();
  }
}
