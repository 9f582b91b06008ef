// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.ownership;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cgrant.manifest.ListPage;
import io.cgrant.pod.PodView.Owner;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// What is read of an object's metadata: which one it is, and who controls it.
record OwnedObject(String uid, Optional<Owner> controller) {

  /// Of the object with this uid; one of the same name that came later is another.
  Optional<Owner> controllerOf(String uid) {
    return uid.equals(this.uid) ? controller : Optional.empty();
  }

  /// @throws IOException when it is no object, or ends before its time
  static OwnedObject read(InputStream body) throws IOException {
    try (JsonParser json = ListPage.JSON.createParser(body)) {
      var read = new OwnedObject("", Optional.empty());
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("is no object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isMetadata = json.currentName().equals("metadata");
        if (json.nextToken() == JsonToken.START_OBJECT && isMetadata) {
          read = metadata(json);
        } else {
          json.skipChildren();
        }
      }
      return read;
    }
  }

  private static OwnedObject metadata(JsonParser json) throws IOException {
    String uid = "";
    Optional<Owner> controller = Optional.empty();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("uid") && value == JsonToken.VALUE_STRING) {
        uid = json.getText();
      } else if (field.equals("ownerReferences") && value == JsonToken.START_ARRAY) {
        controller = controllerAmong(json);
      } else {
        json.skipChildren();
      }
    }
    return new OwnedObject(uid, controller);
  }

  private static Optional<Owner> controllerAmong(JsonParser json) throws IOException {
    Optional<Owner> found = Optional.empty();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      Optional<Owner> controller = controller(json);
      found = found.isPresent() ? found : controller;
    }
    return found;
  }

  private static Optional<Owner> controller(JsonParser json) throws IOException {
    String apiVersion = "";
    String kind = "";
    String name = "";
    String uid = "";
    boolean isController = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "apiVersion" -> apiVersion = json.getText();
        case "kind" -> kind = json.getText();
        case "name" -> name = json.getText();
        case "uid" -> uid = json.getText();
        case "controller" -> isController = json.currentToken() == JsonToken.VALUE_TRUE;
        default -> json.skipChildren();
      }
    }
    return isController ? Optional.of(new Owner(apiVersion, kind, name, uid)) : Optional.empty();
  }
}
