// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.metric.Meters;
import io.cgrant.ownership.TopOwners;
import io.cgrant.telemetry.Collector;
import io.cgrant.webhook.Tracing;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TelemetryTest {

  private static final URI COLLECTOR = URI.create("http://127.0.0.1:1");

  @Test
  void nothingIsSentUntilACollectorIsNamed() {
    var off = telemetry(new Set(Optional.empty(), true, true, 1, null, null));
    assertEquals(Optional.empty(), off.lines(TopOwners.nobody()));
    assertSame(Tracing.NONE, off.tracing());
  }

  @Test
  void eachSignalIsSentByItself() {
    var logs = telemetry(new Set(Optional.of(COLLECTOR), true, false, 1, null, null));
    logs.lines(TopOwners.nobody()).orElseThrow().close();
    assertSame(Tracing.NONE, logs.tracing());
    var traces = telemetry(new Set(Optional.of(COLLECTOR), false, true, 1, null, null));
    assertEquals(Optional.empty(), traces.lines(TopOwners.nobody()));
    traces.tracing().close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          grpc://a:4317    | 1   |         |         | cgrant.otlp.endpoint: is no address of a collector
          http://a:4318    | 1.5 |         |         | cgrant.otlp.sampling: 1.5 is no share
          http://a:4318    | NaN |         |         | cgrant.otlp.sampling: NaN is no share
          http://a:4318    | 1   | nothing |         | cgrant.otlp.headers: cannot be read
          http://a:4318    | 1   | pom.xml |         | cgrant.otlp.headers: line 1 of pom.xml
          https://a:4318   | 1   |         | nothing | cgrant.otlp.authority: cannot be read
          https://a:4318   | 1   |         | pom.xml | cgrant.otlp.authority: pom.xml holds no certificate
          """)
  void whatMakesNoSenseIsSaidWithItsKey(
      URI endpoint, double sampling, String headers, String authority, String sentence) {
    var set = new Set(Optional.of(endpoint), true, true, sampling, headers, authority);
    var e = assertThrows(IllegalArgumentException.class, () -> telemetry(set));
    assertTrue(e.getMessage().startsWith(sentence), e.getMessage());
  }

  private static Telemetry telemetry(Configuration.Otlp configuration) {
    return new Telemetry(configuration, new Collector.Sender("1", "cgrant-1"), Meters.unread());
  }

  private record Set(
      Optional<URI> endpoint,
      boolean logs,
      boolean traces,
      double sampling,
      String headersFile,
      String authorityFile)
      implements Configuration.Otlp {

    @Override
    public Optional<Path> headers() {
      return Optional.ofNullable(headersFile).map(Path::of);
    }

    @Override
    public Optional<Path> authority() {
      return Optional.ofNullable(authorityFile).map(Path::of);
    }
  }
}
