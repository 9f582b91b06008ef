// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.cgrant.e2e.Cluster.Ability;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What must hold, as `then.yaml` says it. Fields it does not know are an error: a misspelt
/// expectation expects nothing.
///
/// @param needs what the cluster must have
/// @param objects one for each object of `when.yaml`, in its order
/// @param events which cgrant must leave
/// @param noEventsAbout objects that must have no Event, as `Pod/ordinary`
/// @param reviews how many times the API server may ask cgrant meanwhile; left out: any
record Then(
    List<Ability> needs,
    List<Outcome> objects,
    List<EventLike> events,
    List<String> noEventsAbout,
    Optional<Integer> reviews) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(new Jdk8Module())
          .build();

  Then {
    needs = orNone(needs);
    objects = orNone(objects);
    events = orNone(events);
    noEventsAbout = orNone(noEventsAbout);
  }

  static Then of(JsonNode yaml) {
    return JSON.convertValue(yaml, Then.class);
  }

  enum Answer {
    accepted,
    refused
  }

  /// @param object as `Pod/worker`
  /// @param message all of this is in the refusal
  /// @param warnings each is in one of the warnings; `[]` means that there are none
  /// @param stored path in the stored object to its value, as text
  /// @param absent paths that the stored object does not have
  record Outcome(
      String object,
      Answer is,
      List<String> message,
      Optional<List<String>> warnings,
      Map<String, String> stored,
      List<String> absent) {
    Outcome {
      message = orNone(message);
      stored = stored == null ? Map.of() : Map.copyOf(stored);
      absent = orNone(absent);
    }
  }

  /// @param regarding as `Pod/worker`, or `ReplicaSet/*`
  /// @param note all of this is in the note
  record EventLike(String regarding, String reason, List<String> note, int withinSeconds) {
    EventLike {
      note = orNone(note);
    }
  }

  private static <T> List<T> orNone(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
