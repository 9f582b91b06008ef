// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cgrant.manifest.CollidingKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PodListTest {

  private static final String POD =
      "{\"metadata\":{\"name\":\"a\",\"annotations\":{\"cgrant.io/granted-by\":\"ray@1\"}}}";

  @Test
  void findsWhoHoldsAGrant() throws IOException {
    assertEquals(Set.of("a"), holders("{\"items\":[" + POD + ",{\"metadata\":{}}]}"));
    assertEquals(Set.of(), holders("{\"items\":[]}"));
    assertEquals(Set.of(), holders("{\"items\":null}"));
  }

  @Test
  void saysWhereTheListGoesOn() throws IOException {
    var grants = new ArrayList<String>();
    String page =
        "{\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"abc\"},\"items\":[" + POD + "]}";
    assertEquals("abc", PodList.grants(stream(page), (pod, grant) -> grants.add(grant)));
    assertEquals(List.of("ray@1"), grants);
    String last = "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[]}";
    assertEquals("", PodList.grants(stream(last), (pod, grant) -> grants.add(grant)));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  /// Fewer holders than there are would be room for more.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"kind\":\"Status\"}",
        "{\"items\":{}}",
        "{\"items\":[",
        "{\"items\":[" + POD,
        "{\"items\":[" + POD + "]",
        "{\"items\":[null," + POD + "]}",
        "{\"items\":[[]," + POD + "]}"
      })
  void whatIsNoWholeListIsNone(String text) {
    assertThrows(IOException.class, () -> holders(text));
  }

  /// What one pod is called, or its variables in `managedFields`, is nobody else's trouble.
  @Test
  void namesOfAnyLengthAndHashAreInNobodysWay() throws IOException {
    String key = "cgrant.io/granted-by";
    String colliding =
        CollidingKeys.with(key)
            .limit(700)
            .map(k -> "\"" + k + "\":\"\"")
            .collect(Collectors.joining(","));
    String crowd = "{\"metadata\":{\"name\":\"c\",\"annotations\":{" + colliding + "}}}";
    String longName = "{\"metadata\":{\"f:" + "x".repeat(60_000) + "\":{}}}";
    assertEquals(
        Set.of("a"), holders("{\"items\":[" + String.join(",", crowd, longName, POD) + "]}"));
    assertEquals(Set.of("a"), holders("{\"items\":[" + POD + "]}"));
  }

  private static Set<String> holders(String text) throws IOException {
    return PodList.holders(new ByteArrayInputStream(text.getBytes(UTF_8)), "ray");
  }
}
