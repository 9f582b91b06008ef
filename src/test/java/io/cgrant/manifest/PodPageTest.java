// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.drift.StoredPod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodPageTest {

  private static final String POD =
      """
      {"metadata":{"name":"head","namespace":"ml","uid":"u-1","creationTimestamp":"2026-11-24T12:00:00Z",
        "annotations":{"cgrant.io/granted-by":"ray@3"}},
       "spec":{"runtimeClassName":"cgroup-writable","priority":-7,"x":1.50,"containers":[{"name":"a"}]},
       "status":{"phase":"Running"}}""";

  private final List<byte[]> pods = new ArrayList<>();

  @Test
  void eachPodIsAnObjectOfItsOwnWordForWord() throws IOException {
    var page =
        read(
            "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"abc\","
                + "\"remainingItemCount\":9},\"items\":["
                + POD
                + ","
                + POD
                + "]}");
    assertEquals("abc", page.next());
    assertEquals(2, pods.size());
    String text = new String(pods.getFirst(), StandardCharsets.UTF_8);
    var tree = new ObjectMapper().readTree(text);
    assertEquals("Pod", tree.path("kind").asText());
    assertEquals("v1", tree.path("apiVersion").asText());
    assertTrue(text.contains("\"x\":1.50"), text);
    assertTrue(tree.path("status").isMissingNode());
  }

  /// Whoever changes a pod writes them, and the API server takes them so deep.
  @Test
  void deepManagedFieldsHideNoPod() throws IOException {
    String deep = "{\"f:x\":".repeat(9_000) + "{}" + "}".repeat(9_000);
    String fields = "{\"metadata\":{\"managedFields\":[{\"fieldsV1\":" + deep + "}],";
    read("{\"items\":[" + POD.replace("{\"metadata\":{", fields) + "," + POD + "]}");
    for (byte[] pod : pods) {
      assertEquals("head", StoredPodReader.read(pod).pod().name());
      assertEquals("u-1", StoredPodReader.read(pod).uid());
    }
    assertEquals(2, pods.size());
  }

  @Test
  void aStoredPodSaysWhichItIsAndSinceWhen() throws IOException {
    read("{\"items\":[" + POD + "]}");
    StoredPod pod = StoredPodReader.read(pods.getFirst());
    assertEquals("ml", pod.namespace());
    assertEquals("u-1", pod.uid());
    assertEquals(Optional.of(Instant.parse("2026-11-24T12:00:00Z")), pod.created());
    assertEquals("head", pod.pod().name());
    assertEquals(Optional.of("cgroup-writable"), pod.pod().spec().runtimeClassName());
    assertEquals("ray@3", pod.pod().annotations().get("cgrant.io/granted-by"));
    assertEquals(
        "Pod", pod.manuscript().pod("null").orElseThrow().get("kind"), "expressions see its words");
  }

  @Test
  void aListOfNothingIsOneAsGoWritesIt() throws IOException {
    assertEquals("", read("{\"items\":null,\"metadata\":{}}").next());
    assertEquals("", read("{\"metadata\":{\"continue\":\"\"},\"items\":[]}").next());
    assertEquals(List.of(), pods);
  }

  @Test
  void whatIsNoWholeListIsNoShorterOne() {
    for (String broken :
        List.of(
            "",
            "[]",
            "{}",
            "{\"items\":{}}",
            "{\"items\":[",
            "{\"items\":[{\"spec\":{",
            "{\"items\":[],\"metadata\":{",
            "{\"items\":[7]}",
            "{\"kind\":\"Status\"}")) {
      assertThrows(IOException.class, () -> read(broken), broken);
    }
  }

  private ListPage read(String list) throws IOException {
    return PodPage.read(new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8)), pods::add);
  }
}
