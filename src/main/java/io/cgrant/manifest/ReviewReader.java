// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.ObjectName;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Ask.Operation;
import io.cgrant.policy.Ask.Phase;
import io.cgrant.policy.Ask.Requester;
import io.cgrant.policy.Ask.Subject;
import java.util.List;
import java.util.Optional;

/// Reads an AdmissionReview `admission.k8s.io/v1` in one pass over its bytes.
///
/// The API server writes `kind` before `object`; should somebody else write it after, the object is
/// passed over and read once its kind is known.
public final class ReviewReader {

  public static final String API_VERSION = "admission.k8s.io/v1";
  public static final String KIND = "AdmissionReview";

  private final byte[] body;
  private String apiVersion = "";
  private String reviewKind = "";
  private String uid = "";
  private Optional<WorkloadKind> kind = Optional.empty();
  private String subresource = "";
  private String namespace = "";
  private String name = "";
  private String operation = "";
  private Requester requester = Requester.NOBODY;
  private boolean dryRun;
  private ObjectInReview object = ObjectInReview.ABSENT;
  private ObjectInReview old = ObjectInReview.ABSENT;

  private ReviewReader(byte[] body) {
    this.body = body;
  }

  /// @param phase of the endpoint; a template is a [Phase#Preview] at either
  /// @throws Unreadable when it is no such review, or cannot be read without guessing
  public static Ask read(byte[] body, Phase phase) {
    var reader = new ReviewReader(body);
    try (var cursor = new JsonCursor(body)) {
      reader.review(cursor);
      cursor.end();
      return reader.ask(phase, cursor.extents());
    }
  }

  private void review(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      throw cursor.unreadable("expected an AdmissionReview, found null");
    }
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "apiVersion" -> apiVersion = cursor.textOrEmpty();
        case "kind" -> reviewKind = cursor.textOrEmpty();
        case "request" -> request(cursor);
        default -> cursor.skip();
      }
    }
  }

  private void request(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return;
    }
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "uid" -> uid = cursor.textOrEmpty();
        case "kind" -> kind = kind(cursor);
        case "subResource" -> subresource = cursor.textOrEmpty();
        case "namespace" -> namespace = cursor.textOrEmpty();
        case "name" -> name = cursor.textOrEmpty();
        case "operation" -> operation = cursor.textOrEmpty();
        case "userInfo" -> requester = requester(cursor);
        case "dryRun" -> dryRun = cursor.flag().orElse(false);
        case "object" -> object = object(cursor);
        case "oldObject" -> old = object(cursor);
        default -> cursor.skip();
      }
    }
  }

  private ObjectInReview object(JsonCursor cursor) {
    if (cursor.isNull()) {
      return ObjectInReview.ABSENT;
    }
    if (kind.isPresent()) {
      int from = cursor.place();
      return new ObjectInReview.Read(from, WorkloadReader.read(cursor, kind.get()));
    }
    return new ObjectInReview.PassedOver(cursor.passOver());
  }

  private Ask ask(Phase phase, Extents extents) {
    if (!apiVersion.equals(API_VERSION) || !reviewKind.equals(KIND)) {
      throw new Unreadable("expected kind " + KIND + " of " + API_VERSION);
    }
    if (uid.isEmpty()) {
      throw new Unreadable("/request/uid: is missing");
    }
    // Of which live reads, Events and reports are asked for. No API server sends another, or none.
    if (namespace.isEmpty()) {
      throw new Unreadable("/request/namespace: is missing");
    }
    if (!ObjectName.isLabel(namespace)) {
      throw new Unreadable("/request/namespace: is no name that a namespace can have");
    }
    WorkloadKind known =
        kind.orElseThrow(() -> new Unreadable("/request/kind: is no kind that cgrant judges"));
    HeldPod held =
        pod(object, known).orElseThrow(() -> new Unreadable("/request/object: is missing"));
    Phase asked = known.isTemplate() ? Phase.Preview : phase;
    return new Ask(
        uid,
        asked,
        operation(),
        subject(known, held.holder()),
        held.pod(),
        pod(old, known).map(HeldPod::pod),
        requester,
        dryRun,
        WrittenPod.inReview(body, extents, known, object.from(), old.from()));
  }

  private Subject subject(WorkloadKind known, ObjectMeta holder) {
    String called = holder.nameOrPrefix().isEmpty() ? name : holder.nameOrPrefix();
    return new Subject(known.name(), namespace, called, holder.uid(), subresource, known.podPath());
  }

  private Operation operation() {
    return switch (operation) {
      case "CREATE" -> Operation.CREATE;
      case "UPDATE" -> Operation.UPDATE;
      default -> throw new Unreadable("/request/operation: cgrant judges CREATE and UPDATE");
    };
  }

  private Optional<HeldPod> pod(ObjectInReview object, WorkloadKind known) {
    return switch (object) {
      case ObjectInReview.Absent absent -> Optional.empty();
      case ObjectInReview.Read(var from, var held) -> Optional.of(held);
      case ObjectInReview.PassedOver(var passed) -> {
        try (var whole = new JsonCursor(body);
            var cursor = whole.at(passed)) {
          yield Optional.of(WorkloadReader.read(cursor, known));
        }
      }
    };
  }

  private static Optional<WorkloadKind> kind(JsonCursor cursor) {
    String group = "";
    String kind = "";
    if (cursor.enterObject()) {
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        switch (key) {
          case "group" -> group = cursor.textOrEmpty();
          case "kind" -> kind = cursor.textOrEmpty();
          default -> cursor.skip();
        }
      }
    }
    return WorkloadKind.of(group, kind);
  }

  private static Requester requester(JsonCursor cursor) {
    String username = "";
    List<String> groups = List.of();
    if (cursor.enterObject()) {
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        switch (key) {
          case "username" -> username = cursor.textOrEmpty();
          case "groups" -> groups = JsonCollections.texts(cursor);
          default -> cursor.skip();
        }
      }
    }
    return new Requester(username, groups);
  }

  /// `object` or `oldObject`, on its way to being a pod.
  private sealed interface ObjectInReview {
    ObjectInReview ABSENT = new Absent();

    /// Where it begins.
    int from();

    record Absent() implements ObjectInReview {
      @Override
      public int from() {
        return WrittenPod.ABSENT;
      }
    }

    record Read(int from, HeldPod held) implements ObjectInReview {}

    record PassedOver(JsonCursor.Passed passed) implements ObjectInReview {
      @Override
      public int from() {
        return passed.from();
      }
    }
  }
}
