// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.crd.WritableCgroupPolicy;
import io.cgrant.e2e.Cluster.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The objects of one test, taken away at its end.
final class Stage implements AutoCloseable {

  /// After an API server was away, controllers and watches take up to a minute to come back, and
  /// more on a busy machine.
  private static final Duration SETTLED = Duration.ofMinutes(3);

  private final Api admin;
  private final Api developer;
  private final boolean hasControllers;
  private final List<JsonNode> given = new ArrayList<>();
  private final List<JsonNode> made = new ArrayList<>();

  Stage(Stand stand) {
    this.hasControllers = stand.cluster().has(Cluster.Ability.Controllers);
    this.admin = stand.as(User.Admin);
    this.developer = stand.as(User.Developer);
  }

  /// The administrator creates objects; returns when cgrant has said what it makes of policies
  /// among them. Never takes over what is there already.
  void given(List<JsonNode> objects) {
    for (JsonNode object : objects) {
      Reply reply = admin.create(object);
      if (reply.code() == 409 && isSameClass(object)) {
        continue;
      }
      reply.orThrow();
      given.add(object);
    }
    objects.stream().filter(Stage::isPolicy).forEach(this::awaitStatus);
    if (hasControllers) {
      objects.stream()
          .filter(o -> Manifests.kind(o).equals("Namespace"))
          .forEach(this::awaitAccount);
    }
  }

  /// The developer creates an object.
  Reply create(JsonNode object) {
    Reply reply = developer.create(object);
    if (reply.accepted()) {
      made.add(object);
    }
    return reply;
  }

  Api admin() {
    return admin;
  }

  Api developer() {
    return developer;
  }

  /// What is stored of an object; 404 where nothing is.
  Reply stored(JsonNode object) {
    return admin.get(object);
  }

  Events events(String namespace) {
    String path = "/apis/events.k8s.io/v1/namespaces/" + namespace + "/events";
    return new Events(admin.get(path).orThrow().body().path("items"));
  }

  @Override
  public void close() {
    made.reversed().forEach(admin::delete);
    boolean mayHavePods = made.stream().anyMatch(o -> !Manifests.kind(o).equals("Pod"));
    given.reversed().forEach(admin::delete);
    if (mayHavePods && hasControllers) {
      // Controllers that try again would be counted in the next test.
      given.stream().filter(o -> Manifests.kind(o).equals("Namespace")).forEach(this::awaitGone);
    }
  }

  private void awaitStatus(JsonNode policy) {
    Wait.upTo(SETTLED)
        .until(
            () -> "cgrant says what it makes of policy " + admin.get(policy).body(),
            () -> PolicyStatus.of(admin.get(policy).body()).isCurrent());
  }

  /// Admission refuses pods of a namespace that has no ServiceAccount yet.
  private void awaitAccount(JsonNode namespace) {
    String path = "/api/v1/namespaces/" + Manifests.name(namespace) + "/serviceaccounts/default";
    Wait.upTo(SETTLED).until(path, () -> admin.get(path).accepted());
  }

  private void awaitGone(JsonNode object) {
    Wait.upTo(SETTLED)
        .until(Manifests.name(object) + " is gone", () -> admin.get(object).code() == 404);
  }

  /// A cluster may have a class `cgroup-writable` of its own, and keeps it.
  private boolean isSameClass(JsonNode object) {
    return Manifests.kind(object).equals("RuntimeClass")
        && admin.get(object).body().path("handler").equals(object.path("handler"));
  }

  private static boolean isPolicy(JsonNode object) {
    return Manifests.kind(object).equals(WritableCgroupPolicy.KIND);
  }
}
