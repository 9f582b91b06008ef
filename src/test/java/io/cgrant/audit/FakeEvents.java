// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Events of an API server: a name is taken once, and a version is replaced once.
class FakeEvents implements EventStore {

  final List<Event> created = new ArrayList<>();

  /// As they were written, one after another.
  final List<Integer> counts = new ArrayList<>();

  /// What others do, one by one: before a count is written, and before one is sent again.
  final Deque<Runnable> meanwhile = new ArrayDeque<>();

  Optional<KubernetesClientException> failure = Optional.empty();

  /// How many requests failed so.
  int failures;

  /// Of any kind. One that conflicts, or changes nothing, is no write.
  int requests;

  /// How many answers get lost. Whoever gets none sends the same again, as the client does.
  int lostAnswers;

  private final Map<String, Event> stored = new LinkedHashMap<>();
  private int versions;

  @Override
  public synchronized Event create(Event event) {
    requests++;
    fail();
    Event made = createOnce(event);
    return isAnswerLost() ? createOnce(event) : made;
  }

  private Event createOnce(Event event) {
    if (stored.containsKey(key(event))) {
      throw conflict();
    }
    Event made = kept(event);
    created.add(made);
    return made;
  }

  @Override
  public Event patch(Event part) {
    if (part.getSeries() != null) {
      letOthersAct();
    }
    return patched(part);
  }

  private synchronized Event patched(Event part) {
    requests++;
    fail();
    if (part.getSeries() == null) {
      return there(part);
    }
    Event made = count(part);
    return isAnswerLost() ? count(part) : made;
  }

  private Event count(Event part) {
    Event before = there(part);
    String version = part.getMetadata().getResourceVersion();
    if (version != null && !version.equals(before.getMetadata().getResourceVersion())) {
      throw conflict();
    }
    var annotations = new HashMap<>(before.getMetadata().getAnnotations());
    annotations.putAll(part.getMetadata().getAnnotations());
    counts.add(part.getSeries().getCount());
    return kept(
        new EventBuilder(before)
            .editMetadata()
            .withAnnotations(annotations)
            .endMetadata()
            .withSeries(part.getSeries())
            .build());
  }

  /// Somebody else's doing.
  synchronized Event kept(Event event) {
    Event made =
        new EventBuilder(event)
            .editMetadata()
            .withResourceVersion(Integer.toString(++versions))
            .endMetadata()
            .build();
    stored.put(key(made), made);
    return made;
  }

  synchronized void clear() {
    stored.clear();
  }

  synchronized List<Event> stored() {
    return List.copyOf(stored.values());
  }

  /// How often all of them say that something happened.
  synchronized int total() {
    return stored.values().stream().mapToInt(FakeEvents::times).sum();
  }

  static int times(Event event) {
    return event.getSeries() == null ? 1 : event.getSeries().getCount();
  }

  private Event there(Event part) {
    return Optional.ofNullable(stored.get(key(part)))
        .orElseThrow(() -> new KubernetesClientException("not found", 404, null));
  }

  private void letOthersAct() {
    if (!meanwhile.isEmpty()) {
      meanwhile.remove().run();
    }
  }

  private boolean isAnswerLost() {
    if (lostAnswers == 0) {
      return false;
    }
    lostAnswers--;
    letOthersAct();
    return true;
  }

  private void fail() {
    if (failure.isPresent()) {
      failures++;
      throw failure.get();
    }
  }

  private static KubernetesClientException conflict() {
    return new KubernetesClientException("conflict", 409, null);
  }

  private static String key(Event event) {
    return event.getMetadata().getNamespace() + "/" + event.getMetadata().getName();
  }
}
