// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cgrant.manifest.ListPage;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/// Reads the pods that hold a grant off a list while it comes: the metadata of one pod can be a
/// megabyte, of a namespace more than the heap.
final class PodList {

  private final JsonParser json;
  private final BiConsumer<String, String> granted;

  private PodList(JsonParser json, BiConsumer<String, String> granted) {
    this.json = json;
    this.granted = granted;
  }

  /// The names of those whose grant is of this policy.
  static Set<String> holders(InputStream list, String policy) throws IOException {
    var holders = new HashSet<String>();
    grants(
        list,
        (pod, grant) -> {
          if (Policy.isNamedBy(grant, policy)) {
            holders.add(pod);
          }
        });
    return holders;
  }

  /// @param granted hears of every pod with the record of a grant: its name, and the record
  /// @return where the list goes on, as the API server calls it; empty at its end
  /// @throws IOException where it is no whole list: what looks like a shorter one would leave pods
  /// out
  static String grants(InputStream list, BiConsumer<String, String> granted) throws IOException {
    return ListPage.read(list, "pods", json -> new PodList(json, granted).item()).next();
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
    String grant = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      if (json.currentName().equals("name")) {
        json.nextToken();
        name = json.getText();
      } else if (entered("annotations", JsonToken.START_OBJECT)) {
        grant = grant();
      }
    }
    if (!grant.isEmpty()) {
      granted.accept(name, grant);
    }
  }

  private String grant() throws IOException {
    String grant = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isRecord = json.currentName().equals(Asking.GRANTED_BY);
      json.nextToken();
      if (isRecord) {
        grant = json.getText();
      }
    }
    return grant;
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
