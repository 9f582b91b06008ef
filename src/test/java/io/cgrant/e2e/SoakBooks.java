// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// What cgrant has counted, how many lines it has written, and what the API server has stored.
///
/// @param stored how often the Events that are there say that something happened, all together
record SoakBooks(
    long verdicts, long lines, long linesDropped, Told events, Told onPolicies, long stored) {

  /// What became of what there was to tell.
  ///
  /// @param gone of which there was nothing left that it could be told on
  record Told(long written, long merged, long gone, long dropped, long waiting) {

    private static Told events(ExposedSeries series) {
      return new Told(
          (long) series.sum("cgrant_events_written_total"),
          (long) series.sum("cgrant_events_merged_total"),
          0,
          (long) series.sum("cgrant_events_dropped_total"),
          (long) series.sum("cgrant_events_waiting"));
    }

    private static Told onPolicies(ExposedSeries series) {
      return new Told(
          (long) series.sum("cgrant_policy_events_total{outcome=\"Written\"}"),
          (long) series.sum("cgrant_policy_events_total{outcome=\"Merged\"}"),
          (long) series.sum("cgrant_policy_events_total{outcome=\"NoSuchPolicy\"}"),
          (long) series.sum("cgrant_policy_events_dropped_total"),
          (long) series.sum("cgrant_policy_events_waiting"));
    }

    private Told since(Told before) {
      return new Told(
          written - before.written,
          merged - before.merged,
          gone - before.gone,
          dropped - before.dropped,
          waiting - before.waiting);
    }

    long accounted() {
      return written + merged + gone + dropped + waiting;
    }

    String words(String what) {
      return "%,d %s written, %,d merged, %,d of what is gone, %,d dropped, %,d waiting"
          .formatted(written, what, merged, gone, dropped, waiting);
    }
  }

  static SoakBooks of(PackagedCgrant cgrant, Api admin, World world) {
    var series = new ExposedSeries(cgrant.metricsText());
    return new SoakBooks(
        (long) series.sum("cgrant_decisions_total"),
        lines(cgrant),
        (long) series.sum("cgrant_decision_log_dropped_total"),
        Told.events(series),
        Told.onPolicies(series),
        stored(admin, world));
  }

  private static long lines(PackagedCgrant cgrant) {
    try (BufferedReader log = Files.newBufferedReader(cgrant.log())) {
      return log.lines().filter(line -> line.startsWith("{\"time\":\"")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of this world: on what is in its namespaces, and on its policies.
  private static long stored(Api admin, World world) {
    var events =
        new Events(admin.get("/apis/events.k8s.io/v1/events").orThrow().body().path("items"));
    String ours = "-" + world.id();
    return events.all().stream()
        .filter(
            e ->
                Manifests.namespace(e).endsWith(ours)
                    || e.at("/regarding/name").asText().endsWith(ours))
        .mapToLong(SoakBooks::times)
        .sum();
  }

  private static long times(JsonNode event) {
    return event.at("/series/count").asLong(1);
  }

  SoakBooks since(SoakBooks before) {
    return new SoakBooks(
        verdicts - before.verdicts,
        lines - before.lines,
        linesDropped - before.linesDropped,
        events.since(before.events),
        onPolicies.since(before.onPolicies),
        stored - before.stored);
  }

  /// All that an Event should say, by cgrant's own count.
  long writtenOrMerged() {
    return events.written() + events.merged() + onPolicies.written() + onPolicies.merged();
  }

  long waiting() {
    return events.waiting() + onPolicies.waiting();
  }

  boolean agreeWith(SoakTraffic.Counts sent) {
    return verdicts == sent.answered()
        && lines + linesDropped == sent.ofRecord()
        && events.accounted() == sent.told()
        && onPolicies.accounted() == sent.toldOnPolicies()
        && writtenOrMerged() == stored;
  }
}
