// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One Event for each series, whichever replicas tell of it. Its name follows from what it says,
/// so that whoever comes second finds it there and adds to its count.
final class SharedEvents {

  private static final String PREFIX = "cgrant-";

  /// An API server keeps an Event for an hour, and so at most nine series that have ended.
  private static final int MOST_NAMES = 10;

  /// Of a replica whose writes always come second.
  private static final int MOST_TRIES = 5;

  private static final Duration UNTIL_LOOKED_AT_AGAIN = Duration.ofHours(1);

  private final EventStore store;
  private final EventForm form;

  SharedEvents(EventStore store, String instance) {
    this.store = store;
    this.form = new EventForm(instance);
  }

  /// @param stored what is counted in from now on
  /// @param isNew whether it tells of this very happening, and not of an earlier one
  record Opened(StoredEvent stored, boolean isNew) {}

  /// Blocking. Makes an Event, or finds the one of a series that goes on.
  ///
  /// @throws KubernetesClientException when there is none
  Opened open(Happening happening, Instant now) {
    for (int i = 0; i < MOST_NAMES; i++) {
      Optional<Opened> opened = tried(happening, name(happening, i), now);
      if (opened.isPresent()) {
        return opened.get();
      }
    }
    return tried(happening, PREFIX + UUID.randomUUID(), now)
        .orElseThrow(() -> new IllegalStateException("a name that nobody knows is taken"));
  }

  /// Who looks at pods that run tells of the same an hour later. Where it is told sooner, a process
  /// has begun anew and forgotten that it told: that is the same Event, and no other.
  private static Duration lasting(Happening happening) {
    return happening.kind() == Happening.Kind.Drifted
        ? UNTIL_LOOKED_AT_AGAIN
        : StoredEvent.ENDS_AFTER;
  }

  /// Empty where the name stands for something else, or for a series that has ended.
  private Optional<Opened> tried(Happening happening, String name, Instant now) {
    Event event = form.first(happening, name, now);
    try {
      return Optional.of(new Opened(form.read(store.create(event)), true));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
    try {
      Event there = store.patch(form.nothing(happening.place(), name));
      // It was stored the first time it was sent, and the answer was lost.
      boolean isIt = EventForm.isIt(event, there);
      StoredEvent stored = form.read(there);
      return isIt || EventForm.isSame(event, there) && !stored.hasEnded(lasting(happening), now)
          ? Optional.of(new Opened(stored, isIt))
          : Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Blocking. Adds to its Event what the series has not told yet. When others write all the time,
  /// some is left for later; the series knows what.
  ///
  /// @throws KubernetesClientException when no more can be added
  void count(String place, Series series) {
    for (int i = 0; i < MOST_TRIES && series.hasNews(); i++) {
      try {
        series.saw(form.read(store.patch(form.count(place, series))));
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
        series.saw(form.read(store.patch(form.nothing(place, series.stored().name()))));
      }
    }
  }

  /// Two that are not equal may have the same one: what stands there is looked at.
  private static String name(Happening happening, int number) {
    Thing thing = happening.regarding();
    String said =
        String.join(
            "\n",
            thing.apiVersion(),
            thing.kind(),
            thing.name(),
            thing.uid(),
            happening.kind().name(),
            happening.action(),
            happening.note(),
            Integer.toString(number));
    return PREFIX + UUID.nameUUIDFromBytes(said.getBytes(StandardCharsets.UTF_8));
  }
}
