// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventSeries;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// How a happening and its count stand in an Event, and are read from one.
///
/// What a process has added to a count stands beside it, in an annotation of its own: so whoever
/// got no answer, or wrote at the same time as another, finds out what became of it.
final class EventForm {

  private static final String CONTROLLER = "cgrant.io/webhook";
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final String instance;

  /// Of the process: a replica that starts again has forgotten what it added.
  private final String counted =
      "cgrant.io/counted-" + UUID.randomUUID().toString().substring(0, 8);

  EventForm(String instance) {
    this.instance = instance;
  }

  Event first(Happening happening, String name, Instant now) {
    var event =
        named(happening.place(), name)
            .withEventTime(new MicroTime(MICROSECONDS.format(now)))
            .withReportingController(CONTROLLER)
            .withReportingInstance(instance)
            .withType(happening.kind().type())
            .withReason(happening.kind().name())
            .withAction(happening.action())
            .withNote(happening.note())
            .withRegarding(reference(happening.regarding()));
    happening.related().ifPresent(related -> event.withRelated(reference(related)));
    return event.build();
  }

  /// A patch of what is stored, as far as the series knows it.
  Event count(String place, Series series) {
    String version = series.stored().version();
    return named(place, series.stored().name())
        .editMetadata()
        .withResourceVersion(version.isEmpty() ? null : version)
        .withAnnotations(Map.of(counted, Integer.toString(series.added())))
        .endMetadata()
        .withSeries(
            new EventSeries(series.count(), new MicroTime(MICROSECONDS.format(series.lastSeen()))))
        .build();
  }

  /// A patch that changes nothing. Its answer is what is stored, so cgrant needs no right to read
  /// Events.
  Event nothing(String place, String name) {
    return named(place, name).build();
  }

  StoredEvent read(Event event) {
    var series = Optional.ofNullable(event.getSeries());
    var time = series.map(s -> s.getLastObservedTime()).orElse(event.getEventTime());
    return new StoredEvent(
        event.getMetadata().getName(),
        Objects.requireNonNullElse(event.getMetadata().getResourceVersion(), ""),
        series.map(s -> s.getCount()).orElse(1),
        Optional.ofNullable(time).flatMap(EventForm::instant).orElse(Instant.EPOCH),
        added(event));
  }

  /// Whether it says of another one's object what this one says. Anybody may write one of our
  /// name.
  static boolean isSame(Event one, Event other) {
    return Objects.equals(one.getReportingController(), other.getReportingController())
        && Objects.equals(one.getType(), other.getType())
        && Objects.equals(one.getReason(), other.getReason())
        && Objects.equals(one.getAction(), other.getAction())
        && Objects.equals(one.getNote(), other.getNote())
        && Objects.equals(one.getRegarding(), other.getRegarding());
  }

  /// Whether the one is the other, as it is stored.
  static boolean isIt(Event one, Event other) {
    return isSame(one, other)
        && Objects.equals(one.getReportingInstance(), other.getReportingInstance())
        && time(one).isPresent()
        && time(one).equals(time(other));
  }

  private static Optional<Instant> time(Event event) {
    return Optional.ofNullable(event.getEventTime()).flatMap(EventForm::instant);
  }

  private static Optional<Instant> instant(MicroTime time) {
    try {
      return Optional.of(Instant.parse(time.getTime()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private int added(Event event) {
    var annotations = Optional.ofNullable(event.getMetadata().getAnnotations()).orElse(Map.of());
    try {
      return Math.max(0, Integer.parseInt(annotations.getOrDefault(counted, "0")));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static EventBuilder named(String place, String name) {
    return new EventBuilder().withNewMetadata().withName(name).withNamespace(place).endMetadata();
  }

  private static ObjectReference reference(Thing thing) {
    var reference =
        new ObjectReferenceBuilder()
            .withApiVersion(thing.apiVersion())
            .withKind(thing.kind())
            .withName(thing.name());
    if (!thing.namespace().isEmpty()) {
      reference.withNamespace(thing.namespace());
    }
    if (!thing.uid().isEmpty()) {
      reference.withUid(thing.uid());
    }
    return reference.build();
  }
}
