// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataListTest {

  private final Map<String, String> found = new TreeMap<>();

  @Test
  void findsNamespacesAndVersions() throws IOException {
    String next =
        read(
            """
            {"kind":"PartialObjectMetadataList","metadata":{"remainingItemCount":3,"continue":"c"},
            "items":[{"kind":"x","metadata":{"annotations":{"namespace":"no"},"namespace":"ml",
            "resourceVersion":"7","labels":null}},{"metadata":{"namespace":"web"}}]}
            """);
    assertEquals("c", next);
    assertEquals(Map.of("ml", "7", "web", ""), found);
  }

  @Test
  void aListOfNothingIsOne() throws IOException {
    assertEquals("", read("{\"metadata\":{},\"items\":null}"));
    assertEquals("", read("{\"items\":[]}"));
    assertEquals(Map.of(), found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"items\":{}}", "{\"items\":[{\"metadata\":{}", "{\"items\":[]"})
  void whatIsNoWholeListIsNoShorterOne(String text) {
    assertThrows(IOException.class, () -> read(text));
  }

  private String read(String text) throws IOException {
    return MetadataList.read(new ByteArrayInputStream(text.getBytes(UTF_8)), found::put);
  }
}
