// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.policy.Manuscript;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The words of a review, or of an object from a file.
///
/// @param json read to its end by a [JsonCursor] before
/// @param kind of what holds the pods
/// @param isReview whether `json` is an AdmissionReview and not the object itself
final class WrittenPod implements Manuscript {

  /// Of the document. An object the API server stores is smaller; an update has two.
  static final int LARGEST = 1024 * 1024;

  private final byte[] json;
  private final Extents extents;
  private final WorkloadKind kind;
  private final boolean isReview;
  private Optional<Root> root = Optional.empty();

  private WrittenPod(byte[] json, Extents extents, WorkloadKind kind, boolean isReview) {
    this.json = json;
    this.extents = extents;
    this.kind = kind;
    this.isReview = isReview;
  }

  /// @param json an AdmissionReview
  /// @param extents as its reader met them
  static Manuscript inReview(byte[] json, Extents extents, WorkloadKind kind) {
    return isFit(json) ? new WrittenPod(json, extents, kind, true) : Manuscript.NONE;
  }

  /// @param json an object of this kind
  static Manuscript inFile(byte[] json, WorkloadKind kind) {
    return isFit(json) ? new WrittenPod(json, Extents.NONE, kind, false) : Manuscript.NONE;
  }

  /// Blanks in front, which the API server does not write, would be walked as an empty document.
  private static boolean isFit(byte[] json) {
    return json.length <= LARGEST && json.length > 1 && json[0] == '{';
  }

  @Override
  public Optional<Map<String, Object>> pod(Object forNull) {
    Optional<Map<String, Object>> holder =
        isReview ? inRequest("object", forNull) : Optional.of(root(forNull));
    return holder.map(this::held);
  }

  @Override
  public Optional<Map<String, Object>> oldPod(Object forNull) {
    return isReview ? inRequest("oldObject", forNull).map(this::held) : Optional.empty();
  }

  @Override
  public Optional<Map<String, Object>> request(Object forNull) {
    if (!isReview) {
      return Optional.empty();
    }
    return Outline.below(root(forNull), "request")
        .map(
            request -> {
              var withoutObjects = new LinkedHashMap<>(request);
              withoutObjects.remove("object");
              withoutObjects.remove("oldObject");
              return withoutObjects;
            });
  }

  private Optional<Map<String, Object>> inRequest(String key, Object forNull) {
    return Outline.below(root(forNull), "request").flatMap(r -> Outline.below(r, key));
  }

  private Map<String, Object> root(Object forNull) {
    if (root.isEmpty() || root.get().forNull() != forNull) {
      root = Optional.of(new Root(forNull, Outline.read(json, extents, forNull)));
    }
    return root.get().words();
  }

  /// The document, as long as everybody wants the same for `null`.
  private record Root(Object forNull, Map<String, Object> words) {}

  /// The object itself where it is a pod; else the pod that it would make.
  private Map<String, Object> held(Map<String, Object> holder) {
    if (!kind.isTemplate()) {
      return holder;
    }
    Optional<Map<String, Object>> template = Optional.of(holder);
    for (String key : kind.toPod()) {
      template = template.flatMap(parent -> Outline.below(parent, key));
    }
    var pod = new LinkedHashMap<String, Object>();
    pod.put("apiVersion", "v1");
    pod.put("kind", "Pod");
    for (String part : new String[] {"metadata", "spec"}) {
      template.flatMap(t -> Outline.below(t, part)).ifPresent(p -> pod.put(part, p));
    }
    return pod;
  }
}
