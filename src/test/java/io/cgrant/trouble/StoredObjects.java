// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.trouble;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.trouble.TroubledServer.Reply;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an API server that is well does with objects that are known by their path, each request
/// for itself: a write over another version than the stored one is refused, one that changes
/// nothing leaves the version as it is, and server-side apply knows whose each field is.
///
/// Left out, since nobody who asks here needs it: a field goes away when the last one who applied
/// it does so no longer.
public final class StoredObjects implements TroubledServer.Work {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, ObjectNode> objects = new HashMap<>();
  private final Map<String, Set<String>> managers = new HashMap<>();
  private int version;

  /// What an apply does to one object.
  ///
  /// @param applied who applied each field then
  /// @param conflicts fields that others have applied with another value
  private record Apply(String manager, Map<String, Set<String>> applied, List<String> conflicts) {}

  public synchronized void put(String path, String json) {
    keep(path, read(json));
  }

  public synchronized Optional<JsonNode> at(String path) {
    return Optional.ofNullable(objects.get(path)).map(ObjectNode::deepCopy);
  }

  @Override
  public synchronized Reply answer(String method, URI target, String body) {
    String path = target.getPath();
    return switch (method) {
      case "GET" -> objects.containsKey(path) ? stored(path, 200) : Reply.status(404);
      case "POST" -> create(path, read(body));
      case "PUT" -> update(path, read(body));
      case "PATCH" -> apply(path, List.of(target.getQuery().split("&")), read(body));
      default -> Reply.status(405);
    };
  }

  private Reply create(String collection, ObjectNode sent) {
    String path = collection + "/" + sent.at("/metadata/name").asText();
    return objects.containsKey(path) ? Reply.status(409) : kept(path, sent, 201);
  }

  /// As of Leases: one that is not there is made, whatever version is named, and none is written
  /// over without naming one.
  private Reply update(String path, ObjectNode sent) {
    ObjectNode stored = objects.get(path);
    if (stored == null) {
      return kept(path, sent, 201);
    }
    if (version(sent).isEmpty()) {
      return Reply.status(422);
    }
    return version(sent).equals(version(stored)) ? kept(path, sent, 200) : Reply.status(409);
  }

  private Reply apply(String path, List<String> query, ObjectNode sent) {
    Optional<ObjectNode> stored = Optional.ofNullable(objects.get(path));
    String expected = version(sent);
    if (!expected.isEmpty() && !expected.equals(stored.map(StoredObjects::version).orElse(""))) {
      return Reply.status(409);
    }
    String manager =
        query.stream().filter(q -> q.startsWith("fieldManager=")).findFirst().orElseThrow();
    var apply = new Apply(manager, new HashMap<>(), new ArrayList<>());
    ObjectNode next = stored.map(ObjectNode::deepCopy).orElseGet(JSON::createObjectNode);
    metadata(sent).remove("resourceVersion");
    merge(next, sent, path, apply);
    if (!apply.conflicts().isEmpty() && !query.contains("force=true")) {
      return Reply.status(409);
    }
    managers.putAll(apply.applied());
    return kept(path, next, stored.isPresent() ? 200 : 201);
  }

  private void merge(ObjectNode into, ObjectNode from, String at, Apply apply) {
    for (var field : from.properties()) {
      String path = at + "/" + field.getKey();
      switch (field.getValue()) {
        case ObjectNode inner -> merge(into.withObjectProperty(field.getKey()), inner, path, apply);
        case JsonNode list when list.isArray() -> {
          for (JsonNode entry : list) {
            String name = entry.path("name").asText();
            merge(named(into, field.getKey(), name), (ObjectNode) entry, path + "/" + name, apply);
          }
        }
        case JsonNode value -> set(into, field.getKey(), value, path, apply);
      }
    }
  }

  private void set(ObjectNode into, String field, JsonNode value, String path, Apply apply) {
    var by = new HashSet<String>(managers.getOrDefault(path, Set.of()));
    if (!into.path(field).equals(value)) {
      by.remove(apply.manager());
      if (!by.isEmpty()) {
        apply.conflicts().add(path);
      }
      by.clear();
      into.set(field, value);
    }
    by.add(apply.manager());
    apply.applied().put(path, by);
  }

  private static ObjectNode named(ObjectNode into, String list, String name) {
    for (JsonNode entry : into.withArrayProperty(list)) {
      if (entry.path("name").asText().equals(name)) {
        return (ObjectNode) entry;
      }
    }
    return into.withArrayProperty(list).addObject();
  }

  private Reply kept(String path, ObjectNode next, int code) {
    keep(path, next);
    return stored(path, code);
  }

  private void keep(String path, ObjectNode next) {
    ObjectNode stored = objects.get(path);
    metadata(next).put("resourceVersion", stored == null ? "" : version(stored));
    if (!next.equals(stored)) {
      version++;
      metadata(next).put("resourceVersion", Integer.toString(version));
      objects.put(path, next);
    }
  }

  private Reply stored(String path, int code) {
    return new Reply(code, objects.get(path).toString());
  }

  private static String version(ObjectNode object) {
    return object.at("/metadata/resourceVersion").asText();
  }

  private static ObjectNode metadata(ObjectNode object) {
    return object.withObjectProperty("metadata");
  }

  private static ObjectNode read(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
