// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cgrant.manifest.ListPage;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;

/// Reads namespaces and versions off a list of metadata while it comes: annotations of one object
/// can be a quarter of a megabyte, and whoever may write reports chooses them.
final class MetadataList {

  private final JsonParser json;
  private String namespace = "";
  private String version = "";

  private MetadataList(JsonParser json) {
    this.json = json;
  }

  /// @param each hears of every object: its namespace and its version
  /// @return where the list goes on; empty at its end
  static String read(InputStream list, BiConsumer<String, String> each) throws IOException {
    return ListPage.read(
            list,
            "reports",
            json -> {
              var object = new MetadataList(json);
              object.item();
              each.accept(object.namespace, object.version);
            })
        .next();
  }

  private void item() throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isMetadata = json.currentName().equals("metadata");
      if (json.nextToken() == JsonToken.START_OBJECT && isMetadata) {
        metadata();
      } else {
        json.skipChildren();
      }
    }
  }

  private void metadata() throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        namespace = name.equals("namespace") ? json.getText() : namespace;
        version = name.equals("resourceVersion") ? json.getText() : version;
      }
      json.skipChildren();
    }
  }
}
