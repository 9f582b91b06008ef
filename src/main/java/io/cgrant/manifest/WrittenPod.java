// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.policy.Manuscript;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The words of a review, or of an object from a file.
final class WrittenPod implements Manuscript {

  /// Of the document. An object the API server stores is smaller; an update has two.
  static final int LARGEST = 1024 * 1024;

  /// Where an object begins that is not there.
  static final int ABSENT = -1;

  private static final int BEGINNING = 0;

  private final byte[] json;
  private final Extents extents;
  private final WorkloadKind kind;
  private final Part review;
  private final Part object;
  private final Part oldObject;

  /// Each of these is where one begins, or [#ABSENT].
  private WrittenPod(
      byte[] json, Extents extents, WorkloadKind kind, int review, int object, int oldObject) {
    this.json = json;
    this.extents = extents;
    this.kind = kind;
    this.review = new Part(review);
    this.object = new Part(object);
    this.oldObject = new Part(oldObject);
  }

  /// @param json an AdmissionReview, read to its end by a [JsonCursor] before
  /// @param extents as its reader met them
  /// @param kind of what holds the pods
  /// @param object where it begins, as its reader met it
  /// @param oldObject likewise, or [#ABSENT]
  static Manuscript inReview(
      byte[] json, Extents extents, WorkloadKind kind, int object, int oldObject) {
    return isFit(json)
        ? new WrittenPod(json, extents, kind, BEGINNING, object, oldObject)
        : Manuscript.NONE;
  }

  /// @param json an object of this kind, read to its end by a [JsonCursor] before
  /// @param extents as its reader met them
  static Manuscript inFile(byte[] json, Extents extents, WorkloadKind kind) {
    return isFit(json)
        ? new WrittenPod(json, extents, kind, ABSENT, BEGINNING, ABSENT)
        : Manuscript.NONE;
  }

  /// Blanks in front, which the API server does not write, would be walked as an empty document.
  private static boolean isFit(byte[] json) {
    return json.length <= LARGEST && json.length > 1 && json[0] == '{';
  }

  @Override
  public Optional<Map<String, Object>> pod(Object forNull) {
    return object.words(forNull).map(this::held);
  }

  @Override
  public Optional<Map<String, Object>> oldPod(Object forNull) {
    return oldObject.words(forNull).map(this::held);
  }

  @Override
  public Optional<Map<String, Object>> request(Object forNull) {
    return review
        .words(forNull)
        .flatMap(words -> Outline.below(words, "request"))
        .map(
            request -> {
              var withoutObjects = new LinkedHashMap<>(request);
              withoutObjects.remove("object");
              withoutObjects.remove("oldObject");
              return withoutObjects;
            });
  }

  /// An object of the document, walked through once, as long as everybody wants the same for
  /// `null`.
  private final class Part {

    private final int from;
    private Object forNull;
    private Optional<Map<String, Object>> words = Optional.empty();

    Part(int from) {
      this.from = from;
    }

    Optional<Map<String, Object>> words(Object forNull) {
      if (from != ABSENT && (words.isEmpty() || this.forNull != forNull)) {
        words = Optional.of(Outline.read(json, from, extents, forNull));
        this.forNull = forNull;
      }
      return words;
    }
  }

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
