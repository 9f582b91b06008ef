// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An ordinary pod is never sent to cgrant: what a runtime may make of its annotations, the API
/// server itself tells whoever creates it, and hinders nobody.
@ExtendWith(StandExtension.class)
final class AnnotationGuardIT {

  private static final String UNKNOWN = "something-new.crio.io";

  @ParameterizedTest
  @CsvSource({
    "something-new.crio.io, UnknownRuntimeAnnotation",
    "something-new.crio.io/main, UnknownRuntimeAnnotation",
    "io.kubernetes.cri-o.SomethingNew, UnknownRuntimeAnnotation",
    "mounts.nri.io/pod, RuntimeAnnotation",
    "mounts.noderesource.dev/container.main, RuntimeAnnotation"
  })
  void aPodWithAnAnnotationNobodyKnowsIsCreatedAndHearsOfItOnce(
      String key, String reason, Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      Reply reply = heard(stage, annotated(world, key));
      assertTrue(reply.accepted(), reply::message);
      assertEquals(1, reply.warnings().size(), reply.warnings()::toString);
      String warning = reply.warnings().getFirst();
      assertTrue(
          warning.contains(
              "no writable cgroup is asked for by label or annotation, but: "
                  + reason
                  + ": metadata.annotations["
                  + key
                  + "]: "),
          warning);
      assertTrue(warning.contains("; remove it, or "), warning);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com/note", "devices.crio.io", "run.oci.keep"})
  void aPodThatCgrantKnowsAllOfHearsNothing(String key, Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      heard(stage, annotated(world, UNKNOWN));
      assertSilent(stage.admin().rehearse(world.ordinaryPod("plain")));
      assertSilent(stage.admin().rehearse(annotated(world, key)));
    }
  }

  @Test
  void ofAChangeOnlyWhatIsNewIsTold(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      heard(stage, annotated(world, UNKNOWN));
      JsonNode pod = annotated(world, UNKNOWN);
      stage.create(pod).orThrow();
      Api admin = stage.admin();
      assertSilent(admin.merge(pod, "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}"));
      assertSilent(admin.merge(pod, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}"));
      Reply changed =
          admin.merge(pod, "{\"metadata\":{\"annotations\":{\"another-new.crio.io\":\"b\"}}}");
      assertTrue(changed.accepted(), changed::message);
      String warnings = changed.warnings().toString();
      assertTrue(warnings.contains("metadata.annotations[another-new.crio.io]"), warnings);
    }
  }

  /// As many as it looks through, and as long as an API server stores.
  @Test
  void annotationsOfAQuarterOfAMebibyteAreLookedThrough(Stand stand) {
    var world = new World(stand.newId());
    String suffix = "." + ("a".repeat(60) + ".").repeat(3) + "example.com/" + "b".repeat(60);
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      Reply reply = heard(stage, with(annotated(world, UNKNOWN), 980, suffix));
      assertTrue(reply.warnings().toString().contains(UNKNOWN), reply.warnings()::toString);
      JsonNode unknown = with(annotated(world, UNKNOWN), 980, ".crio.io/" + "b".repeat(60));
      Reply cut = stage.admin().rehearse(unknown);
      assertTrue(cut.accepted(), cut::message);
      assertTrue(cut.warnings().toString().contains("...]: CRI-O may"), cut.warnings()::toString);
    }
  }

  /// More are sent to cgrant, which says the same.
  @Test
  void aPodWithThousandsPasses(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      heard(stage, annotated(world, UNKNOWN));
      Reply reply = stage.admin().rehearse(with(annotated(world, UNKNOWN), 5_000, ""));
      assertTrue(reply.accepted(), reply::message);
      assertEquals(1, reply.warnings().size(), reply.warnings()::toString);
      assertTrue(reply.warnings().toString().contains(UNKNOWN), reply.warnings()::toString);
    }
  }

  /// What a new namespace hears may be what an API server knew a moment ago.
  private static Reply heard(Stage stage, JsonNode pod) {
    var heard = new AtomicReference<Reply>();
    Wait.upTo(Duration.ofSeconds(60))
        .until(
            () -> "the guard is in force: " + heard,
            () -> {
              heard.set(stage.admin().rehearse(pod));
              return !heard.get().warnings().isEmpty();
            });
    return heard.get();
  }

  private static void assertSilent(Reply reply) {
    assertTrue(reply.accepted(), reply::message);
    assertEquals(List.of(), reply.warnings());
  }

  private static JsonNode annotated(World world, String key) {
    JsonNode pod = world.ordinaryPod("ordinary");
    ((ObjectNode) pod.path("metadata")).withObject("/annotations").put(key, "true");
    return pod;
  }

  private static JsonNode with(JsonNode pod, int annotations, String suffix) {
    ObjectNode many = ((ObjectNode) pod.path("metadata")).withObject("/annotations");
    for (int i = 0; i < annotations; i++) {
      many.put("a" + i + suffix, "");
    }
    return pod;
  }
}
