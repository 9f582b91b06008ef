// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.drift.StoredPod;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What whoever may change a pod adds to it after it was granted does not hide it.
final class LeanPodTest {

  private static final String ASK = "\"cgrant.io/writable-cgroup\":\"true\"";

  private static String some(int count, IntFunction<String> one) {
    return IntStream.range(0, count).mapToObj(one).collect(Collectors.joining(","));
  }

  private static byte[] pod(String labels, String owners, String more) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"ml","uid":"u-p",
          "annotations":{"cgrant.io/granted-by":"ray@1"},"labels":{%s},"ownerReferences":[%s]%s},
         "spec":{"runtimeClassName":"cgroup-writable","containers":[{"name":"a","image":"i"}]}}"""
        .formatted(labels, owners, more)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void assertRead(byte[] json) {
    StoredPod stored = StoredPodReader.read(json);
    assertEquals("ml", stored.namespace());
    assertEquals("u-p", stored.uid());
    assertEquals("p", stored.pod().name());
    assertEquals("ray@1", stored.pod().annotations().get("cgrant.io/granted-by"));
    assertEquals("true", stored.pod().labels().get("cgrant.io/writable-cgroup"));
    assertEquals("cgroup-writable", stored.pod().spec().runtimeClassName().orElseThrow());
    assertTrue(stored.pod().labels().size() <= LeanPod.SOME_LABELS + 1, "labels");
  }

  @Test
  void aPodOfMoreLabelsThanAreReadIsReadWithSome() {
    assertRead(pod(some(60_000, i -> "\"a%d\":\"v\"".formatted(i)) + "," + ASK, "", ""));
  }

  @Test
  void soIsOneOfLongOnes() {
    String prefix = "a".repeat(250);
    assertRead(pod(some(2_000, i -> "\"%s/%d\":\"v\"".formatted(prefix, i)) + "," + ASK, "", ""));
  }

  /// Annotations are asked about when they change, and these are just few enough.
  @Test
  void soIsOneThatHasNoRoomForLabelsBesideItsAnnotations() {
    String annotations = some(19_500, i -> "\"n%d\":\"\"".formatted(i));
    byte[] pod = pod(some(2_000, i -> "\"a%d\":\"v\"".formatted(i)) + "," + ASK, "", "");
    String crowded =
        new String(pod, StandardCharsets.UTF_8)
            .replace("\"annotations\":{", "\"annotations\":{" + annotations + ",");
    assertRead(crowded.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void soIsOneOfManyOwners() {
    byte[] pod =
        pod(
            ASK,
            some(
                40_000,
                i ->
                    "{\"apiVersion\":\"v1\",\"kind\":\"K\",\"name\":\"n\",\"uid\":\"%d\"}"
                        .formatted(i)),
            "");
    assertRead(pod);
  }

  @Test
  void oneThatIsRightIsReadWhole() {
    StoredPod stored =
        StoredPodReader.read(pod(some(1_000, i -> "\"a%d\":\"v\"".formatted(i)), "", ""));
    assertEquals(1_000, stored.pod().labels().size());
  }

  @Test
  void whatCannotBeReadOtherwiseStillCannot() {
    assertThrows(Unreadable.class, () -> StoredPodReader.read(pod("", "", ",\"uid\":\"two\"")));
    byte[] list = "[]".getBytes(StandardCharsets.UTF_8);
    assertThrows(Unreadable.class, () -> StoredPodReader.read(list));
  }
}
