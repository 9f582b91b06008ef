// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.Owners;
import io.cgrant.pod.PodView.Owner;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/// What is read of `metadata`.
record ObjectMeta(
    String namespace,
    String name,
    String generateName,
    String uid,
    Map<String, String> labels,
    Map<String, String> annotations,
    Owners owners,
    boolean beingDeleted) {

  static final ObjectMeta NONE =
      new ObjectMeta("", "", "", "", Map.of(), Map.of(), Owners.NONE, false);

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
    String uid = "";
    Map<String, String> labels = Map.of();
    Map<String, String> annotations = Map.of();
    Owners owners = Owners.NONE;
    boolean beingDeleted = false;
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "namespace" -> namespace = cursor.textOrEmpty();
        case "name" -> name = cursor.textOrEmpty();
        case "generateName" -> generateName = cursor.textOrEmpty();
        case "uid" -> uid = cursor.textOrEmpty();
        case "labels" -> labels = JsonCollections.textMap(cursor);
        case "annotations" -> annotations = JsonCollections.textMap(cursor);
        case "ownerReferences" -> owners = owners(cursor);
        case "deletionTimestamp" -> beingDeleted = cursor.text().isPresent();
        default -> cursor.skip();
      }
    }
    return new ObjectMeta(
        namespace, name, generateName, uid, labels, annotations, owners, beingDeleted);
  }

  private static Owners owners(JsonCursor cursor) {
    if (!cursor.enterArray()) {
      return Owners.NONE;
    }
    Optional<Owner> controller = Optional.empty();
    var others = new ArrayList<Owner>(0);
    int more = 0;
    while (cursor.nextElement()) {
      Reference reference = reference(cursor);
      if (reference.isController() && controller.isEmpty()) {
        controller = Optional.of(reference.owner());
      } else if (others.size() < Owners.MOST_OTHERS) {
        others.add(reference.owner());
      } else {
        more++;
      }
    }
    return new Owners(controller, others, more);
  }

  private record Reference(Owner owner, boolean isController) {}

  private static Reference reference(JsonCursor cursor) {
    String apiVersion = "";
    String kind = "";
    String name = "";
    String uid = "";
    boolean isController = false;
    if (cursor.enterObject()) {
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
    }
    return new Reference(new Owner(apiVersion, kind, name, uid), isController);
  }
}
