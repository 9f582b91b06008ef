// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What another webhook does to a pod after us is judged too.
@ExtendWith(StandExtension.class)
final class OtherWebhookIT {

  private static final String MARK =
      "{\"op\":\"add\",\"path\":\"/metadata/annotations\",\"value\":{\"other/was-here\":\"yes\"}}";

  private static final String SIDECAR_WITHOUT_LIMITS =
      """
      [{"op":"add","path":"/metadata/annotations/other~1was-here","value":"yes"},
       {"op":"add","path":"/spec/containers/-","value":{"name":"sidecar","image":"registry.example.com/sidecar:1"}}]
      """;

  private static final String SIDECAR_WITH_LIMITS =
      """
      [{"op":"add","path":"/metadata/annotations/other~1was-here","value":"yes"},
       {"op":"add","path":"/spec/containers/-","value":{"name":"sidecar","image":"registry.example.com/sidecar:1",
        "resources":{"limits":{"cpu":"100m","memory":"64Mi"}},
        "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},
         "seccompProfile":{"type":"RuntimeDefault"}}}}]
      """;

  @Test
  void aSidecarWithoutLimitsIsRefusedWhenWeAreAskedAgain(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      try (var other = new OtherWebhook(stand, world.namespace(), SIDECAR_WITHOUT_LIMITS)) {
        other.awaitAsked(() -> stage.developer().rehearse(world.pod("probe")));
        long before = stand.cgrant().settledMetrics().reviews("Mutate");
        Reply reply = stage.create(world.pod("worker"));
        assertEquals(403, reply.code(), reply::message);
        assertTrue(
            reply.message().contains("spec.containers[1].resources.limits.cpu: LimitMissing"),
            reply::message);
        assertEquals(404, stage.stored(world.pod("worker")).code());
        assertEquals(2, stand.cgrant().settledMetrics().reviews("Mutate") - before);
        assertAudited(
            stand,
            world,
            Map.of(
                "ask.pods.cgrant.io/verdict",
                "Refused",
                "ask.pods.cgrant.io/reasons",
                "LimitMissing,PrivilegeEscalation,SeccompNotAllowed,CapabilitiesNotDropped",
                "ask.pods.cgrant.io/policies",
                "ray-" + world.id() + "@1"));
      }
    }
  }

  /// `/validate` alone is enough: whoever comes last, and whether we are asked again or not.
  @Test
  void aSidecarWithoutLimitsIsRefusedByValidateAlone(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand);
        var once = new AskedOnce(stage.admin());
        var other = new OtherWebhook(stand, world.namespace(), SIDECAR_WITHOUT_LIMITS)) {
      stage.given(world.given());
      other.awaitAsked(() -> stage.developer().rehearse(world.pod("probe")));
      Wait.upTo(Duration.ofSeconds(60))
          .until(
              () ->
                  "we are asked once; " + stage.developer().rehearse(world.pod("probe")).message(),
              () ->
                  stage
                      .developer()
                      .rehearse(world.pod("probe"))
                      .message()
                      .contains("\"pods.cgrant.io\""));
      Reply reply = stage.create(world.pod("worker"));
      assertEquals(403, reply.code(), reply::message);
      assertTrue(
          reply.message().contains("admission webhook \"pods.cgrant.io\" denied"), reply::message);
      assertTrue(
          reply.message().contains("spec.containers[1].resources.limits.memory: LimitMissing"),
          reply::message);
      assertEquals(404, stage.stored(world.pod("worker")).code());
    }
  }

  /// We were not asked the first time, so nobody asks us again before `/validate`.
  @Test
  void anOrdinaryPodThatIsGivenTheClassIsRefused(Stand stand) {
    var world = new World(stand.newId());
    String patch =
        "["
            + MARK
            + ",{\"op\":\"add\",\"path\":\"/spec/runtimeClassName\",\"value\":\"cgroup-writable-"
            + world.id()
            + "\"}]";
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      try (var other = new OtherWebhook(stand, world.namespace(), patch)) {
        other.awaitAsked(() -> stage.developer().rehearse(world.ordinaryPod("probe")));
        Reply reply = stage.create(world.ordinaryPod("worker"));
        assertEquals(403, reply.code(), reply::message);
        assertTrue(
            reply.message().contains("admission webhook \"pods.cgrant.io\" denied"),
            reply::message);
        assertTrue(reply.message().contains("spec.hostUsers: "), reply::message);
      }
    }
  }

  @Test
  void aSidecarWithLimitsIsGrantedAndTheSecondCallAddsNothing(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      try (var other = new OtherWebhook(stand, world.namespace(), SIDECAR_WITH_LIMITS)) {
        other.awaitAsked(() -> stage.developer().rehearse(world.pod("probe")));
        long before = stand.cgrant().settledMetrics().reviews("Mutate");
        stage.create(world.pod("worker")).orThrow();
        assertEquals(2, stand.cgrant().settledMetrics().reviews("Mutate") - before);
        JsonNode stored = stage.stored(world.pod("worker")).body();
        assertEquals("sidecar", Field.text(stored, "spec.containers[1].name"));
        assertEquals("false", Field.text(stored, "spec.hostUsers"));
        assertEquals(
            "ray-" + world.id() + "@1",
            Field.text(stored, "metadata.annotations[cgrant.io/granted-by]"));
        assertAudited(
            stand,
            world,
            Map.of(
                "pods.cgrant.io/verdict",
                "Granted",
                "pods.cgrant.io/policy",
                "ray-" + world.id() + "@1"));
      }
    }
  }

  /// The API server takes one value of a key. What the first call has granted says nothing yet, so
  /// that the last word is what stands there, once.
  private static void assertAudited(Stand stand, World world, Map<String, String> expected) {
    if (!stand.cluster().has(Cluster.Ability.AuditLog)) {
      return;
    }
    JsonNode event = AuditLog.of(stand).await(world.pod("worker"));
    Map<String, String> annotations = AuditLog.annotations(event);
    annotations.keySet().removeIf(key -> key.endsWith("/name") || key.endsWith("/uid"));
    assertEquals(expected, annotations);
  }

  /// cgrant's mutating webhook is not asked again after others.
  private static final class AskedOnce implements AutoCloseable {

    private static final JsonNode CONFIGURATION =
        Manifests.parse(
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: cgrant}
                """)
            .getFirst();

    private final Api admin;

    AskedOnce(Api admin) {
      this.admin = admin;
      set("Never");
    }

    @Override
    public void close() {
      set("IfNeeded");
    }

    private void set(String policy) {
      Wait.upTo(Duration.ofSeconds(60)).until("reinvoked " + policy, () -> isSet(policy));
    }

    /// False where cgrant was faster to write it.
    private boolean isSet(String policy) {
      JsonNode stored = admin.get(CONFIGURATION).orThrow().body();
      stored.path("webhooks").forEach(w -> ((ObjectNode) w).put("reinvocationPolicy", policy));
      Reply reply = admin.replace(stored);
      return reply.code() != 409 && reply.orThrow().accepted();
    }
  }
}
