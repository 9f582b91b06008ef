// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Changes what cgrant decides by, all the time: policies come, are changed and go, namespaces are
/// relabelled, come and go. Some of it fails, as when a namespace is still going; that is life.
final class Churn implements AutoCloseable {

  /// That last. What is sent goes there.
  static final int NAMESPACES = 8;

  /// A name comes again after so many.
  private static final int POLICIES = 40;

  /// Of changes, which take turns.
  static final int SORTS = 6;

  private static final Duration PAUSE = Duration.ofMillis(250);

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: soak-%1$s-$ID, labels: {team: soak-%1$s-$ID}}
      """;

  private static final String POLICY =
      """
      apiVersion: cgrant.io/v1alpha1
      kind: WritableCgroupPolicy
      metadata: {name: soak-%1$d-$ID}
      spec:
        match:
          namespaceSelector: {matchLabels: {team: soak-%2$d-$ID}}
          conditions: [{name: not-batch, expression: "!('batch' in object.metadata.labels)"}]
        grant: {routes: [RuntimeClass], runtimeClassName: cgroup-writable-$ID, defaultHostUsers: true}
        require:
          limits: {max: {cpu: "2"}}
          rules: [{name: small, expression: "size(object.spec.containers) < 5", message: at most four}]
      """;

  private final Api admin;
  private final World world;
  private final LongAdder done = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Set<Integer> sorts = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean closing;

  private Churn(Api admin, World world) {
    this.admin = admin;
    this.world = world;
    this.thread = Thread.ofPlatform().daemon().name("churn").start(this::run);
  }

  /// Once the lasting namespaces are there, with policies for all but one: which one, changes.
  static Churn start(Api admin, World world) {
    for (int i = 0; i < NAMESPACES; i++) {
      admin.create(one(NAMESPACE.formatted(Integer.toString(i)), world)).orThrow();
    }
    for (int i = 0; i < NAMESPACES - 1; i++) {
      admin.create(policy(i, world)).orThrow();
    }
    return new Churn(admin, world);
  }

  static String namespace(int number, World world) {
    return "soak-" + number % NAMESPACES + "-" + world.id();
  }

  /// What the API server did.
  long done() {
    return done.sum();
  }

  /// How many of the sorts of changes it has made.
  int sorts() {
    return sorts.size();
  }

  /// What it refused or did not answer.
  long refused() {
    return refused.sum();
  }

  private void run() {
    for (int step = 0; !closing; step++) {
      try {
        if (turn(step).accepted()) {
          done.increment();
          sorts.add(step % SORTS);
        } else {
          refused.increment();
        }
        Thread.sleep(PAUSE);
      } catch (UncheckedIOException e) {
        refused.increment();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Reply turn(int step) {
    int round = step / SORTS;
    return switch (step % SORTS) {
      case 0 -> admin.create(policy(round + NAMESPACES - 1, world));
      case 1 -> {
        String priority = "{\"spec\":{\"priority\":" + (round % 7 + 1) + "}}";
        yield admin.merge(policy(round + 3, world), priority);
      }
      case 2 -> admin.delete(policy(round, world));
      case 3 -> admin.merge(lasting(round), relabelled(round));
      case 4 -> admin.create(passing(round));
      default -> admin.delete(passing(round));
    };
  }

  /// Now of its own team, then of a neighbour's.
  private String relabelled(int round) {
    int team = round / NAMESPACES % 2 == 0 ? round + 1 : round;
    return "{\"metadata\":{\"labels\":{\"team\":\"soak-%d-%s\"}}}"
        .formatted(team % NAMESPACES, world.id());
  }

  private JsonNode lasting(int round) {
    return one(NAMESPACE.formatted(Integer.toString(round % NAMESPACES)), world);
  }

  /// Another name each time: one that goes takes its time.
  private JsonNode passing(int round) {
    return one(NAMESPACE.formatted("passing-" + round), world);
  }

  private static JsonNode policy(int number, World world) {
    return one(POLICY.formatted(number % POLICIES, number % NAMESPACES), world);
  }

  private static JsonNode one(String yaml, World world) {
    return Manifests.parse(yaml.replace("$ID", world.id())).getFirst();
  }

  /// Takes away what is left.
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (int i = 0; i < POLICIES; i++) {
      admin.delete(policy(i, world));
    }
    JsonNode namespaces = admin.get("/api/v1/namespaces").body().path("items");
    for (JsonNode namespace : namespaces) {
      String name = namespace.at("/metadata/name").asText();
      if (name.startsWith("soak-") && name.endsWith("-" + world.id())) {
        admin.delete(
            one("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}", world));
      }
    }
  }
}
