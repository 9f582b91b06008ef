// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.PodView.Owner;
import java.util.Map;
import java.util.Optional;

/// What is read of `metadata`.
record ObjectMeta(
    String namespace,
    String name,
    String generateName,
    Map<String, String> labels,
    Map<String, String> annotations,
    Optional<Owner> controller,
    boolean beingDeleted) {

  static final ObjectMeta NONE =
      new ObjectMeta("", "", "", Map.of(), Map.of(), Optional.empty(), false);

  String nameOrPrefix() {
    return name.isEmpty() ? generateName : name;
  }

  static ObjectMeta read(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return NONE;
    }
    String namespace = "";
    String name = "";
    String generateName = "";
    Map<String, String> labels = Map.of();
    Map<String, String> annotations = Map.of();
    Optional<Owner> controller = Optional.empty();
    boolean beingDeleted = false;
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "namespace" -> namespace = cursor.textOrEmpty();
        case "name" -> name = cursor.textOrEmpty();
        case "generateName" -> generateName = cursor.textOrEmpty();
        case "labels" -> labels = JsonCollections.textMap(cursor);
        case "annotations" -> annotations = JsonCollections.textMap(cursor);
        case "ownerReferences" -> controller = controller(cursor);
        case "deletionTimestamp" -> beingDeleted = cursor.text().isPresent();
        default -> cursor.skip();
      }
    }
    return new ObjectMeta(
        namespace, name, generateName, labels, annotations, controller, beingDeleted);
  }

  private static Optional<Owner> controller(JsonCursor cursor) {
    Optional<Owner> controller = Optional.empty();
    if (cursor.enterArray()) {
      while (cursor.nextElement()) {
        Optional<Owner> owner = ownerIfController(cursor);
        controller = controller.or(() -> owner);
      }
    }
    return controller;
  }

  private static Optional<Owner> ownerIfController(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return Optional.empty();
    }
    String apiVersion = "";
    String kind = "";
    String name = "";
    String uid = "";
    boolean isController = false;
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "apiVersion" -> apiVersion = cursor.textOrEmpty();
        case "kind" -> kind = cursor.textOrEmpty();
        case "name" -> name = cursor.textOrEmpty();
        case "uid" -> uid = cursor.textOrEmpty();
        case "controller" -> isController = cursor.flag().orElse(false);
        default -> cursor.skip();
      }
    }
    return isController ? Optional.of(new Owner(apiVersion, kind, name, uid)) : Optional.empty();
  }
}
