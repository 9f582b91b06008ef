// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Sends reviews straight to one cgrant over TLS, as an API server does: a pod to `/mutate`, and
/// what comes of it to `/validate`. Counts what must be found again in metrics, log and Events.
final class SoakTraffic implements AutoCloseable {

  private static final int SENDERS = 16;

  /// Controllers that their pods say they have, two in a namespace; the API server knows none.
  private static final int CONTROLLERS = 2 * Churn.NAMESPACES;

  /// On which one verdict is told.
  private static final int MOST_POLICIES = 5;

  private final PackagedCgrant cgrant;
  private final World world;
  private final Pace pace;
  private final AtomicLong pods = new AtomicLong();
  private final AtomicLong reviews = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private final Counts counts = new Counts();
  private final long began = System.nanoTime();
  private volatile boolean closing;

  /// What was answered.
  static final class Counts {
    /// By a verdict, whichever.
    private final LongAdder answered = new LongAdder();

    /// Of pods that ask, the last word on them.
    private final LongAdder ofRecord = new LongAdder();

    /// Of those, not of a dry run.
    private final LongAdder told = new LongAdder();

    /// Those, once for each policy that they are told on.
    private final LongAdder toldOnPolicies = new LongAdder();

    private final LongAdder granted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder ordinaryRefused = new LongAdder();
    private final AtomicLong longest = new AtomicLong();

    long answered() {
      return answered.sum();
    }

    long ofRecord() {
      return ofRecord.sum();
    }

    long told() {
      return told.sum();
    }

    long toldOnPolicies() {
      return toldOnPolicies.sum();
    }

    long granted() {
      return granted.sum();
    }

    /// Answered by no verdict, or not at all.
    long failed() {
      return failed.sum();
    }

    long ordinaryRefused() {
      return ordinaryRefused.sum();
    }

    /// In milliseconds.
    long longest() {
      return TimeUnit.NANOSECONDS.toMillis(longest.get());
    }
  }

  /// @param perSecond reviews
  SoakTraffic(PackagedCgrant cgrant, World world, int perSecond) {
    this.cgrant = cgrant;
    this.world = world;
    this.pace = Pace.steady(perSecond);
    for (int i = 0; i < SENDERS; i++) {
      threads.add(Thread.ofPlatform().daemon().name("soak-" + i).start(this::send));
    }
  }

  Counts counts() {
    return counts;
  }

  double perSecond() {
    return counts.answered() / ((System.nanoTime() - began) / 1e9);
  }

  /// Returns when everything that was sent is answered.
  @Override
  public void close() {
    closing = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// On one connection that is kept. One that breaks is counted, and is made anew.
  private void send() {
    while (!closing) {
      try (KeptConnection connection = cgrant.connect()) {
        while (!closing) {
          admit(connection, pods.getAndIncrement());
        }
      } catch (IOException e) {
        counts.failed.increment();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void admit(KeptConnection connection, long number)
      throws IOException, InterruptedException {
    PodSort sort = PodSort.values()[(int) (number % 3)];
    boolean isDryRun = number % 10 == 9;
    JsonNode pod = pod(sort, number);
    JsonNode first = ask(connection, "/mutate", pod, isDryRun);
    if (!first.path("allowed").asBoolean()) {
      count(sort, isDryRun, first);
      return;
    }
    ObjectNode last = Review.patched(pod, first).deepCopy();
    ((ObjectNode) last.path("metadata")).put("uid", UUID.randomUUID().toString());
    count(sort, isDryRun, ask(connection, "/validate", last, isDryRun));
  }

  /// Each review has its turn, as a pod that is refused at once has one and others two.
  private JsonNode ask(KeptConnection connection, String path, JsonNode pod, boolean isDryRun)
      throws IOException, InterruptedException {
    ObjectNode review = (ObjectNode) Review.of(pod);
    ((ObjectNode) review.path("request")).put("dryRun", isDryRun);
    Duration due = pace.due(reviews.getAndIncrement());
    TimeUnit.NANOSECONDS.sleep(began + due.toNanos() - System.nanoTime());
    long start = System.nanoTime();
    JsonNode response = connection.answer(path, review);
    counts.longest.accumulateAndGet(System.nanoTime() - start, Math::max);
    counts.answered.increment();
    return response;
  }

  /// @param word the last one on the pod
  private void count(PodSort sort, boolean isDryRun, JsonNode word) {
    boolean isAllowed = word.path("allowed").asBoolean();
    if (!sort.asks()) {
      counts.ordinaryRefused.add(isAllowed ? 0 : 1);
      return;
    }
    counts.ofRecord.increment();
    counts.told.add(isDryRun ? 0 : 1);
    counts.toldOnPolicies.add(isDryRun ? 0 : policies(word));
    counts.granted.add(isAllowed ? 1 : 0);
  }

  /// By the annotations for the audit log: the one that granted, or those that refused.
  private static int policies(JsonNode word) {
    JsonNode annotations = word.path("auditAnnotations");
    if (annotations.has("policy")) {
      return 1;
    }
    String refused = annotations.path("policies").asText();
    return refused.isEmpty() ? 0 : Math.min(MOST_POLICIES, refused.split(",").length);
  }

  /// Four of five have a controller.
  private JsonNode pod(PodSort sort, long number) {
    ObjectNode pod = sort.pod(world).deepCopy();
    ObjectNode metadata = (ObjectNode) pod.path("metadata");
    metadata.put("name", "worker-" + number);
    metadata.put("namespace", Churn.namespace((int) (number / 3), world));
    if (number % 5 != 0) {
      int controller = (int) (number / 3 % CONTROLLERS);
      metadata
          .putArray("ownerReferences")
          .addObject()
          .put("apiVersion", "apps/v1")
          .put("kind", controller % 2 == 0 ? "ReplicaSet" : "StatefulSet")
          .put("name", "worker-" + controller)
          .put("uid", "uid-" + controller)
          .put("controller", true);
    }
    return pod;
  }
}
