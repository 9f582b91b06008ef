// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/// cert-manager's controllers and its injector on a cluster, without their webhook.
final class CertManager implements AutoCloseable {

  private static final String API = "/apis/cert-manager.io/v1/namespaces/cgrant/certificates/";

  private static final String ASK =
      """
      {"status": {"conditions": [{"type": "Issuing", "status": "True", "reason": "ManuallyTriggered",
        "message": "as cmctl renew does", "lastTransitionTime": "%s"}]}}
      """;

  private final Api admin;
  private final Process process;

  private CertManager(Api admin, Process process) {
    this.admin = admin;
    this.process = process;
  }

  /// Builds them the first time.
  ///
  /// @param log what they write
  static CertManager start(ChartStand stand, Path log) {
    PublishedDefinitions.CERT_MANAGER.forEach(
        definition -> stand.admin().apply(definition.get()).orThrow());
    Path kubeconfig = stand.cluster().kubeconfig(Cluster.User.Admin).toAbsolutePath();
    var builder =
        new ProcessBuilder("e2e/certmanager/start", kubeconfig.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    try {
      return new CertManager(stand.admin(), builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Asks for a new one before its time, and waits for it.
  void renew(String certificate, String secret) {
    String before = stored(secret, "tls.crt");
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    admin.patch(API + certificate + "/status", ASK.formatted(now)).orThrow();
    Wait.upTo(Duration.ofMinutes(3))
        .until(certificate + " is renewed", () -> !stored(secret, "tls.crt").equals(before));
  }

  /// PEM; empty where there is none.
  String stored(String secret, String key) {
    JsonNode data = admin.get("/api/v1/namespaces/cgrant/secrets/" + secret).body().path("data");
    return new String(
        Base64.getDecoder().decode(data.path(key).asText()), StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
