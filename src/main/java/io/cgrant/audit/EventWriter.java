// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Makes Events of happenings, few of many. For one thread.
///
/// A ReplicaSet tries a refused pod again and again, so the same comes in series: the first is
/// written, the others are counted in it. What is different each time is bounded by two allowances,
/// so that one namespace can flood neither the API server nor the others' Events. Each happening
/// and each repetition is counted once in the tally, whatever becomes of it.
final class EventWriter {

  private static final Logger LOG = Logger.getLogger(EventWriter.class);
  private static final Duration COMPLAINT_REFILL = Duration.ofMinutes(1);
  private static final int MOST_SERIES = 2_000;
  private static final int MOST_NAMESPACES = 2_000;
  private static final int BURST = 50;
  private static final Duration REFILL = Duration.ofMillis(200);
  private static final int NAMESPACE_BURST = 25;
  private static final Duration NAMESPACE_REFILL = Duration.ofSeconds(6);

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final EventStore store;
  private final String instance;
  private final EventTally tally;

  /// In the order of their last use.
  private final Map<Happening, Series> seriesOf = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<String, Allowance> allowanceOf = new Oldest<>(MOST_NAMESPACES);
  private final Allowance allowance;
  private final Allowance complaint;

  EventWriter(EventStore store, String instance, EventTally tally, Instant now) {
    this.store = store;
    this.instance = instance;
    this.tally = tally;
    this.allowance = new Allowance(BURST, REFILL, now);
    this.complaint = new Allowance(1, COMPLAINT_REFILL, now);
  }

  /// @param times how often it happened, at least once
  void write(Happening happening, int times, Instant now) {
    Series series = seriesOf.get(happening);
    if (series != null && !series.hasEnded(now)) {
      repeat(series, times, now);
      return;
    }
    if (!mayWrite(happening.place(), now)) {
      tally.drops().add(Drops.Cause.TooMany, times);
      return;
    }
    String name = "cgrant-" + UUID.randomUUID();
    Optional<Drops.Cause> failure = tell(() -> store.create(event(happening, name, now)), now);
    if (failure.isPresent()) {
      tally.drops().add(failure.get(), times);
      return;
    }
    tally.write();
    forget(happening, Drops.Cause.TooMany);
    var begun = new Series(name, now);
    seriesOf.put(happening, begun);
    repeat(begun, times - 1, now);
    if (seriesOf.size() > MOST_SERIES) {
      forget(seriesOf.keySet().iterator().next(), Drops.Cause.TooMany);
    }
  }

  private void repeat(Series series, int times, Instant now) {
    series.repeat(times, now);
    tally.repeat(times);
  }

  private boolean mayWrite(String namespace, Instant now) {
    return allowanceOf
            .computeIfAbsent(namespace, n -> new Allowance(NAMESPACE_BURST, NAMESPACE_REFILL, now))
            .take(now)
        && allowance.take(now);
  }

  /// Writes the counts that have waited long enough, and forgets series that have ended.
  void writeDueCounts(Instant now) {
    for (var entry : List.copyOf(seriesOf.entrySet())) {
      Series series = entry.getValue();
      boolean hasEnded = series.hasEnded(now);
      if ((series.isDue(now) || (hasEnded && series.hasNews())) && allowance.take(now)) {
        writeCount(entry.getKey(), series, now);
      }
      if (hasEnded) {
        forget(entry.getKey(), Drops.Cause.TooMany);
      }
    }
  }

  /// Writes every count that is not written yet, before the end. What must not be written any more
  /// is counted as lost.
  void writeAllCounts(Instant now) {
    for (var entry : List.copyOf(seriesOf.entrySet())) {
      if (entry.getValue().hasNews() && allowance.take(now)) {
        writeCount(entry.getKey(), entry.getValue(), now);
      }
    }
    List.copyOf(seriesOf.keySet()).forEach(key -> forget(key, Drops.Cause.Closed));
  }

  private void writeCount(Happening key, Series series, Instant now) {
    String json =
        "{\"count\":%d,\"lastObservedTime\":\"%s\"}"
            .formatted(series.count(), MICROSECONDS.format(series.lastSeen()));
    Optional<Drops.Cause> failure =
        tell(() -> store.repeat(key.place(), series.eventName(), json), now);
    if (failure.isPresent()) {
      // Expired or unreachable: the next one of its kind begins anew.
      forget(key, failure.get());
    } else {
      tally.merge(series.unsaid());
      series.written(now);
    }
  }

  private void forget(Happening key, Drops.Cause cause) {
    Series series = seriesOf.remove(key);
    if (series != null) {
      tally.forget(cause, series.unsaid());
    }
  }

  /// @return why it was not written; empty where it was
  private Optional<Drops.Cause> tell(Runnable write, Instant now) {
    try {
      write.run();
      return Optional.empty();
    } catch (RuntimeException e) {
      Drops.Cause cause = cause(e);
      if (cause == Drops.Cause.ApiServer && complaint.take(now)) {
        LOG.warnf("an Event was lost, and others may be: %s", e.getMessage());
      }
      return Optional.of(cause);
    }
  }

  private static Drops.Cause cause(RuntimeException e) {
    if (Thread.currentThread().isInterrupted()) {
      return Drops.Cause.Closed;
    }
    return e instanceof KubernetesClientException answer && isNamespaceGone(answer)
        ? Drops.Cause.NamespaceTerminating
        : Drops.Cause.ApiServer;
  }

  private static boolean isNamespaceGone(KubernetesClientException e) {
    boolean terminating =
        e.getStatus() != null
            && e.getStatus().getDetails() != null
            && e.getStatus().getDetails().getCauses().stream()
                .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
    return terminating || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }

  private Event event(Happening happening, String name, Instant now) {
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(happening.place())
            .endMetadata()
            .withEventTime(new MicroTime(MICROSECONDS.format(now)))
            .withReportingController("cgrant.io/webhook")
            .withReportingInstance(instance)
            .withType(happening.kind().type())
            .withReason(happening.kind().name())
            .withAction(happening.action())
            .withNote(happening.note())
            .withRegarding(reference(happening.regarding()));
    happening.related().ifPresent(related -> event.withRelated(reference(related)));
    return event.build();
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
