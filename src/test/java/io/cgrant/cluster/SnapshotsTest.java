// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.crd.PolicyResource;
import io.cgrant.crd.WritableCgroupPolicy;
import io.cgrant.inquiry.ApiServerInquirer;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Asks;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Worlds;
import io.cgrant.reading.PolicyReading;
import io.cgrant.reading.Problem;
import io.cgrant.trouble.Soon;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class SnapshotsTest {

  private static final Instant STATUS_WRITTEN = Instant.parse("2026-11-30T10:00:00Z");

  /// For who has an answer in the end.
  private static final Duration BOUND = Duration.ofMinutes(1);

  KubernetesClient client;
  KubernetesMockServer server;
  private final Moving clock = new Moving();
  private final Moving stopwatch = new Moving();
  private final Set<String> guarded = ConcurrentHashMap.newKeySet();
  private final AtomicInteger policyReads = new AtomicInteger();
  private final AtomicReference<ClusterView> view = new AtomicReference<>(ClusterView.UNSYNCED);
  private Snapshots snapshots;
  private int readsSeen;

  @BeforeEach
  void expectPolicies() {
    server.expectCustomResource(
        new CustomResourceDefinitionContext.Builder()
            .withGroup(WritableCgroupPolicy.GROUP)
            .withVersion(WritableCgroupPolicy.VERSION)
            .withKind(WritableCgroupPolicy.KIND)
            .withPlural(WritableCgroupPolicy.PLURAL)
            .withScope("Cluster")
            .build());
    snapshots =
        new Snapshots(
            client,
            Set.of("cgroup-writable"),
            clock,
            stopwatch,
            policy -> {
              policyReads.incrementAndGet();
              return read(policy);
            },
            view::set,
            guarded::contains,
            new ApiServerInquirer(client, "cgrant", clock, stopwatch, Worlds.CONTROLLERS));
  }

  @AfterEach
  void close() {
    snapshots.close();
  }

  @Test
  void knowsNothingBeforeItHasReadEverything() {
    assertSame(Snapshot.UNSYNCED, snapshots.current("ml-prod"));
    assertSame(
        Snapshot.UNSYNCED,
        snapshots.refreshed(Asks.mutate(Pods.granted().view()), Duration.ofSeconds(1)));
  }

  /// All of a large cluster at once would be more than the heap.
  @Test
  void listsAFewAtATime() throws InterruptedException {
    start();
    int lists = 0;
    for (var at = server.takeRequest(); at != null; at = server.takeRequest(1, TimeUnit.SECONDS)) {
      String path = at.getPath();
      boolean isList = path.matches("/api(s/[^?]*)?/v[^?/]*/[a-z]+(\\?.*)?");
      if (isList && !path.contains("watch=true") && !path.contains("leases")) {
        assertTrue(path.contains("limit=10"), path);
        lists++;
      }
    }
    assertTrue(lists >= 3, lists + " lists");
  }

  @Test
  void showsWhatWasThereAtTheStart() {
    namespace("ml-prod", Map.of("team", "ml"));
    runtimeClass("fast", "cgroup-writable");
    policy("ray");
    start();
    Snapshot snapshot = snapshots.current("ml-prod");
    assertTrue(snapshot.synced());
    assertEquals(Optional.of(Map.of("team", "ml")), snapshot.namespaceLabels());
    assertEquals(Map.of("fast", "cgroup-writable"), snapshot.runtimeClasses());
    assertEquals("ray", snapshot.policies().ordered().getFirst().name());
    assertEquals(Optional.empty(), snapshots.current("unknown").namespaceLabels());
  }

  @Test
  void followsChangesAndDeletions() {
    policy("ray");
    namespace("ml-prod", Map.of("team", "ml"));
    start();
    namespace("ml-prod", Map.of("team", "web"));
    runtimeClass("fast", "cgroup-writable");
    await()
        .until(
            () ->
                snapshots.current("ml-prod").runtimeClasses().containsKey("fast")
                    && snapshots
                        .current("ml-prod")
                        .namespaceLabels()
                        .equals(Optional.of(Map.of("team", "web"))));
    client.genericKubernetesResources(PolicyResource.CONTEXT).withName("ray").delete();
    client.namespaces().withName("ml-prod").delete();
    await()
        .until(
            () ->
                snapshots.current("ml-prod").policies().ordered().isEmpty()
                    && snapshots.current("ml-prod").namespaceLabels().isEmpty());
  }

  @Test
  void anInvalidPolicyGrantsNothingAndStopsNoOther() {
    policy("broken-one");
    policy("crash-two");
    policy("ray");
    start();
    assertEquals(1, snapshots.current("ml-prod").policies().ordered().size());
  }

  @Test
  void knowsWhenTheStatusOfAPolicyWasWritten() {
    policy("ray");
    start();
    await().until(() -> view.get().known().size() == 1);
    assertEquals(Optional.of(STATUS_WRITTEN), view.get().known().iterator().next().statusWritten());
  }

  /// Reading compiles its expressions, and most events of a policy are writes of its status.
  @Test
  void aPolicyIsReadOnceForEachGeneration() {
    policy("ray");
    start();
    assertEquals(1, policyReads.get());
    for (String said : List.of("first", "second")) {
      stored("ray").editStatus(policy -> with(policy, "status", Map.of("says", said)));
      awaitKnown(policy -> policy.status().path("says").asText().equals(said));
    }
    assertEquals(1, policyReads.get());
    stored("ray").edit(policy -> with(policy, "spec", Map.of("unknown", 2)));
    awaitKnown(policy -> policy.generation() == 2);
    assertEquals(2, policyReads.get());
  }

  private Resource<GenericKubernetesResource> stored(String name) {
    return client.genericKubernetesResources(PolicyResource.CONTEXT).withName(name);
  }

  private static GenericKubernetesResource with(
      GenericKubernetesResource policy, String field, Object value) {
    policy.setAdditionalProperty(field, value);
    return policy;
  }

  private void awaitKnown(Predicate<KnownPolicy> what) {
    await().until(() -> view.get().known().stream().anyMatch(what));
  }

  @Test
  void aDecisionKeepsTheSnapshotItBeganWith() {
    policy("ray");
    start();
    Snapshot before = snapshots.current("ml-prod");
    policy("second");
    await().until(() -> snapshots.current("ml-prod").policies().ordered().size() == 2);
    assertEquals(1, before.policies().ordered().size());
  }

  @Test
  void aNamespaceTheWatchHasNotShownIsReadOnceAndForgottenAgain() {
    start();
    snapshots.close();
    namespace("ml-prod", Map.of("team", "ml"));
    runtimeClass("young", "cgroup-writable");
    var ask = Asks.mutate(Pods.granted().withRuntimeClass("young").view());
    Snapshot refreshed = snapshots.refreshed(ask, BOUND);
    assertEquals(Optional.of(Map.of("team", "ml")), refreshed.namespaceLabels());
    assertEquals("cgroup-writable", refreshed.runtimeClasses().get("young"));
    client.namespaces().withName("ml-prod").delete();
    // Also where somebody set the clock back meanwhile.
    clock.by(Duration.ofDays(-1));
    stopwatch.by(Duration.ofSeconds(11));
    assertEquals(Optional.empty(), snapshots.current("ml-prod").namespaceLabels());
  }

  @Test
  void anOrdinaryClassIsKnownOnlyOnceItsNameIsGuarded() {
    start();
    snapshots.close();
    runtimeClass("sandbox", "runsc");
    var ask = Asks.mutate(Pods.granted().withRuntimeClass("sandbox").view());
    assertEquals(Map.of(), snapshots.refreshed(ask, BOUND).runtimeClasses());
    guarded.add("sandbox");
    assertEquals(Map.of("sandbox", "runsc"), snapshots.refreshed(ask, BOUND).runtimeClasses());
  }

  /// One read for each pod: what was guarded before it holds.
  @Test
  void aClassWhoseNameIsKnownToBeGuardedIsReadOnce() throws InterruptedException {
    start();
    snapshots.close();
    runtimeClass("sandbox", "runsc");
    guarded.add("sandbox");
    var ask = Asks.mutate(Pods.granted().withRuntimeClass("sandbox").view());
    snapshots.refreshed(ask, BOUND);
    int before = reads("sandbox");
    snapshots.refreshed(ask, BOUND);
    assertEquals(1, reads("sandbox") - before);
  }

  /// All reads of the class up to now.
  private int reads(String className) throws InterruptedException {
    var request = server.takeRequest(100, TimeUnit.MILLISECONDS);
    while (request != null) {
      readsSeen += request.getPath().endsWith("/runtimeclasses/" + className) ? 1 : 0;
      request = server.takeRequest(100, TimeUnit.MILLISECONDS);
    }
    return readsSeen;
  }

  @Test
  void decisionsGoOnFromTheLastSnapshotWhenTheApiServerIsGone() {
    namespace("ml-prod", Map.of("team", "ml"));
    policy("ray");
    start();
    server.shutdown();
    Snapshot snapshot = snapshots.current("ml-prod");
    assertTrue(snapshot.synced());
    assertEquals(1, snapshot.policies().ordered().size());
    var ask = Asks.mutate(Pods.granted().withRuntimeClass("unknown").view());
    Snapshot refreshed =
        Soon.within(Duration.ofSeconds(2), () -> snapshots.refreshed(ask, Duration.ofMillis(300)));
    assertEquals(Optional.of(Map.of("team", "ml")), refreshed.namespaceLabels());
  }

  private void start() {
    snapshots.start().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private void namespace(String name, Map<String, String> labels) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .createOr(existing -> existing.update());
  }

  private void runtimeClass(String name, String handler) {
    client
        .resource(
            new RuntimeClassBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withHandler(handler)
                .build())
        .create();
  }

  private void policy(String name) {
    var policy = new GenericKubernetesResource();
    policy.setApiVersion(WritableCgroupPolicy.API_VERSION);
    policy.setKind(WritableCgroupPolicy.KIND);
    policy.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .addNewManagedField()
            .withManager("cgrant")
            .withSubresource("status")
            .withTime(STATUS_WRITTEN.toString())
            .endManagedField()
            .build());
    policy.setAdditionalProperty("spec", Map.of("unknown", 1));
    client.genericKubernetesResources(PolicyResource.CONTEXT).resource(policy).create();
  }

  private static PolicyReading read(JsonNode object) {
    String name = object.path("metadata").path("name").asText();
    if (!object.path("spec").has("unknown")) {
      return new PolicyReading.Invalid(name, 0, List.of(new Problem("spec", "was lost")));
    }
    if (name.startsWith("crash")) {
      throw new IllegalStateException("a bug");
    }
    return name.startsWith("broken")
        ? new PolicyReading.Invalid(name, 1, List.of(new Problem("spec.x", "is wrong")))
        : new PolicyReading.Ready(Worlds.policy(name), List.of());
  }
}
