// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cgrant.admission.AuditEntry;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Author;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Objections;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.policy.check.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// One line of JSON for each pod that asked, written by a thread of its own.
///
/// What comes faster than the sink takes it is dropped and counted: a slow disk or a stuck pipe
/// never holds a verdict.
public final class DecisionLog implements Consumer<AuditEntry>, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(DecisionLog.class);
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST_QUEUE = 4_096;
  private static final int MOST_BYTES = 16 << 20;
  private static final int AT_ONCE = 256;
  private static final int USUAL_LENGTH = 512;
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration LAST_CALL = Duration.ofSeconds(2);

  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(LONGEST_QUEUE);
  private final AtomicLong waiting = new AtomicLong();
  private final Drops drops = new Drops();
  private final OutputStream sink;
  private final InstantSource clock;
  private final WorkloadControllers controllers;
  private final Thread thread;
  private volatile boolean closing;

  /// @param controllers in whose pods the record of an author counts
  public DecisionLog(OutputStream sink, InstantSource clock, WorkloadControllers controllers) {
    this.sink = sink;
    this.clock = clock;
    this.controllers = controllers;
    this.thread = Thread.ofPlatform().daemon().name("cgrant-decisions").start(this::run);
  }

  /// Returns at once. The line is made here and not later, because bytes are a fraction of what
  /// they are made from, and the queue may hold many.
  @Override
  public void accept(AuditEntry entry) {
    if (!entry.isOfRecord()) {
      return;
    }
    byte[] line = line(entry);
    // Before it is in the queue, so that taking it out never comes first.
    boolean hasRoom = waiting.addAndGet(line.length) <= MOST_BYTES;
    if (!hasRoom || !queue.offer(line)) {
      waiting.addAndGet(-line.length);
      drops.add(Drops.Cause.QueueFull);
    }
  }

  public Drops drops() {
    return drops;
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(LAST_CALL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks from time to time instead of waiting to be woken: waking a thread for each decision
  /// costs more than the decision.
  private void run() {
    var batch = new ArrayList<byte[]>(AT_ONCE);
    while (!closing || !queue.isEmpty()) {
      try {
        if (queue.drainTo(batch, AT_ONCE) == 0) {
          Thread.sleep(TICK);
          continue;
        }
        write(batch);
      } catch (InterruptedException e) {
        return;
      } catch (IOException e) {
        drops.add(Drops.Cause.Sink, batch.size());
        LOG.warnf("decisions were not logged: %s", e.getMessage());
      }
      batch.clear();
    }
  }

  private void write(List<byte[]> batch) throws IOException {
    var lines = new ByteArrayOutputStream(batch.size() * USUAL_LENGTH);
    for (byte[] line : batch) {
      lines.write(line);
      waiting.addAndGet(-line.length);
    }
    lines.writeTo(sink);
    sink.flush();
  }

  private byte[] line(AuditEntry entry) {
    var line = new ByteArrayOutputStream(USUAL_LENGTH);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      write(json, clock.instant(), entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    line.write('\n');
    return line.toByteArray();
  }

  private void write(JsonGenerator json, Instant at, AuditEntry entry) throws IOException {
    Ask ask = entry.ask();
    json.writeStartObject();
    json.writeStringField("time", at.toString());
    json.writeStringField("uid", ask.uid());
    json.writeStringField("phase", ask.phase().name());
    json.writeStringField("operation", ask.operation().name());
    json.writeStringField("subresource", ask.subject().subresource());
    json.writeStringField("namespace", ask.subject().namespace());
    json.writeStringField("name", ask.subject().name());
    json.writeStringField("user", ask.requester().username());
    if (Author.of(ask, controllers) instanceof Author.OfTemplate(var who)) {
      json.writeStringField("author", who.username());
    }
    json.writeBooleanField("dryRun", ask.dryRun());
    switch (entry.verdict()) {
      case Verdict.NotAsked notAsked -> json.writeStringField("verdict", "NotAsked");
      case Verdict.Granted(
              var policy,
              var tolerated,
              var addition,
              var waivers,
              var unverified) -> {
        json.writeStringField("verdict", "Granted");
        json.writeStringField("policy", policy.provenance());
        objections(json, tolerated);
        exceptions(json, waivers);
      }
      case Verdict.Refused(var objections) -> {
        json.writeStringField("verdict", "Refused");
        objections(json, objections);
      }
      case Verdict.Undecided(var cause, var detail, var inquiry) -> {
        json.writeStringField("verdict", "Undecided");
        json.writeStringField("cause", cause.name());
        json.writeStringField("detail", detail);
      }
    }
    json.writeEndObject();
  }

  private static void exceptions(JsonGenerator json, List<Waiver> waivers) throws IOException {
    if (waivers.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("exceptions");
    for (Waiver waiver : waivers) {
      json.writeStartObject();
      json.writeStringField("name", waiver.exception().name());
      json.writeStringField("expires", waiver.exception().expires().toString());
      json.writeArrayFieldStart("waived");
      for (Finding finding : waiver.findings()) {
        json.writeStartObject();
        json.writeStringField("path", finding.path());
        json.writeStringField("reason", finding.reason().name());
        json.writeEndObject();
      }
      json.writeEndArray();
      more(json, waiver.more());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void objections(JsonGenerator json, Objections objections) throws IOException {
    json.writeArrayFieldStart("findings");
    for (Objection objection : objections) {
      json.writeStartObject();
      if (objection.policy().isPresent()) {
        json.writeStringField("policy", objection.policy().get());
      }
      json.writeStringField("path", objection.finding().path());
      json.writeStringField("reason", objection.finding().reason().name());
      json.writeEndObject();
    }
    json.writeEndArray();
    more(json, objections.more());
  }

  private static void more(JsonGenerator json, int more) throws IOException {
    if (more > 0) {
      json.writeNumberField("more", more);
    }
  }
}
