// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the expressions of one policy may know of a request: the variables that Kubernetes gives a
/// ValidatingAdmissionPolicy.
///
/// For one request, and so for one thread.
public final class Facts {

  private static final String METADATA = "metadata";
  private static final String NAMESPACE = "namespace";
  private static final String SPEC = "spec";

  private final Ask ask;
  private final Map<String, String> namespaceLabels;
  private final PodSpec stored;
  private final Effort effort;
  private Optional<Map<String, Object>> object = Optional.empty();

  /// @param stored the pod's spec as it would be stored
  public Facts(Ask ask, Map<String, String> namespaceLabels, PodSpec stored, Effort effort) {
    this.ask = ask;
    this.namespaceLabels = namespaceLabels;
    this.stored = stored;
    this.effort = effort;
  }

  public Effort effort() {
    return effort;
  }

  /// `object`: the pod as it would be stored, with what the grant adds.
  ///
  /// @param forNull what stands for `null`
  /// @return empty where nobody kept the request
  public Optional<Map<String, Object>> object(Object forNull) {
    if (object.isEmpty()) {
      object = ask.manuscript().pod(forNull).map(pod -> asStored(pod, forNull));
    }
    return object;
  }

  /// `oldObject`: the pod as it is stored; empty on CREATE.
  public Optional<Map<String, Object>> oldObject(Object forNull) {
    return ask.manuscript().oldPod(forNull);
  }

  /// `request`: as it was sent, without the objects. For a template, the creation of its pod by
  /// somebody unknown; of a pod that nobody has sent yet, by who would, where that is known.
  public Map<String, Object> request(Object forNull) {
    Optional<Map<String, Object>> sent =
        ask.phase() == Ask.Phase.Preview ? Optional.empty() : ask.manuscript().request(forNull);
    return sent.orElseGet(this::imagined);
  }

  /// `namespaceObject`: its name and labels. Looking for anything else fails, since nobody knows
  /// whether it is there.
  public Map<String, Object> namespaceObject() {
    var metadata =
        new KnownPart(Map.of("name", ask.subject().namespace(), "labels", namespaceLabels));
    return new KnownPart(Map.of("apiVersion", "v1", "kind", "Namespace", METADATA, metadata));
  }

  private Map<String, Object> asStored(Map<String, Object> pod, Object forNull) {
    var added = new LinkedHashMap<String, Object>(4);
    stored.runtimeClassName().ifPresent(name -> added.put("runtimeClassName", name));
    stored.hostUsers().ifPresent(value -> added.put("hostUsers", value));
    Map<String, Object> whole = with(pod, SPEC, added, forNull);
    return ask.phase() == Ask.Phase.Preview
        ? with(whole, METADATA, Map.of(NAMESPACE, ask.subject().namespace()), forNull)
        : whole;
  }

  /// Adds fields where the object leaves them out, or says `null`.
  private static Map<String, Object> with(
      Map<String, Object> whole, String key, Map<String, Object> added, Object forNull) {
    Map<?, ?> written = whole.get(key) instanceof Map<?, ?> map ? map : Map.of();
    var missing = new LinkedHashMap<String, Object>(4);
    added.forEach(
        (field, value) -> {
          Object there = written.get(field);
          if (there == null || there.equals(forNull) || there.equals("")) {
            missing.put(field, value);
          }
        });
    if (missing.isEmpty()) {
      return whole;
    }
    var part = new LinkedHashMap<String, Object>();
    written.forEach((field, value) -> part.put((String) field, value));
    part.putAll(missing);
    var changed = new LinkedHashMap<>(whole);
    changed.put(key, part);
    return changed;
  }

  private Map<String, Object> imagined() {
    Ask.Subject subject = ask.subject();
    boolean isTemplate = !subject.podPath().isEmpty();
    Ask.Requester creator = isTemplate ? Ask.Requester.NOBODY : ask.requester();
    return Map.of(
        "uid",
        ask.uid(),
        "kind",
        Map.of("group", "", "version", "v1", "kind", "Pod"),
        "resource",
        Map.of("group", "", "version", "v1", "resource", "pods"),
        "subResource",
        subject.subresource(),
        "name",
        "",
        NAMESPACE,
        subject.namespace(),
        "operation",
        ask.operation().name(),
        "userInfo",
        Map.of("username", creator.username(), "groups", creator.groups()),
        "dryRun",
        ask.dryRun());
  }
}
