// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CollectorTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collector:4318",
        "grpc://collector:4317",
        "http:///v1/logs",
        "http://me:secret@collector:4318",
        "http://collector:4318?a=b",
        "collector"
      })
  void isNoAddressOfOne(String address) {
    var e = assertThrows(IllegalArgumentException.class, () -> at(address));
    assertTrue(e.getMessage().contains("write it as http://HOST:4318"), e.getMessage());
  }

  @Test
  void theSignalsPathIsAdded() {
    assertEquals("http://a:4318/v1/logs", at("http://a:4318").address("v1/logs"));
    assertEquals("https://a/otlp/v1/traces", at("https://a/otlp/").address("v1/traces"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer s3cret",
        "Content-Length: s3cret",
        "Host: s3cret",
        "X-A: s3cret\u0007",
        "X A: s3cret",
        "X-A:"
      })
  void aLineThatIsNoHeaderIsNamedAndNotTold(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("headers"), "X-B: b\n" + line + "\n");
    var e = assertThrows(IllegalArgumentException.class, () -> new Headers(file));
    assertTrue(e.getMessage().contains("line 2 of " + file), e.getMessage());
    assertFalse(e.getMessage().contains("s3cret"), e.getMessage());
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> new Headers(folder.resolve("nothing")));
    assertTrue(e.getMessage().contains("nothing"), e.getMessage());
  }

  @Test
  void valuesStandWithoutBlanksAround() throws IOException {
    Path file = Files.writeString(folder.resolve("headers"), "A: x y \r\nb:z\n");
    assertEquals(Map.of("A", "x y", "b", "z"), new Headers(file).get());
  }

  private static Collector at(String address) {
    return new Collector(
        URI.create(address), Optional.empty(), Optional.empty(), new Collector.Sender("1", "me"));
  }
}
