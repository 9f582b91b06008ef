// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import io.cgrant.fuzz.AbuseCase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The packaged cgrant as a process of its own, serving over TLS what the folder of attacks says of
/// a cluster. No cluster is needed.
final class OfflineProcess implements AutoCloseable {

  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

  private final Path folder;
  private final int port = Ports.free();
  private final int managementPort = Ports.free();
  private final Process process;
  private HttpClient http;

  OfflineProcess(Path folder) {
    this.folder = Folders.create(folder);
    Path world = Folders.create(folder.resolve("world"));
    try {
      for (Path file : List.of(AbuseCase.CLUSTER, AbuseCase.POLICIES)) {
        Files.copy(file, world.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.deleteIfExists(log());
      var builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UseSerialGC",
              "-Xmx256m",
              "-Dquarkus.http.host=127.0.0.1",
              "-Dquarkus.http.ssl-port=" + port,
              "-Dquarkus.management.host=127.0.0.1",
              "-Dquarkus.management.port=" + managementPort,
              "-Dcgrant.folder=" + world.toAbsolutePath(),
              "-Dcgrant.tls.directory=" + folder.resolve("tls").toAbsolutePath(),
              "-Dcgrant.tls.names=localhost,127.0.0.1",
              "-jar",
              JAR.toString());
      process =
          builder
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Wait.upTo(Duration.ofSeconds(90)).until(() -> "cgrant is ready; see " + log(), this::isReady);
    http = HttpClient.newBuilder().sslContext(trusting()).build();
  }

  HttpResponse<byte[]> post(String path, byte[] body) {
    return send(
        http,
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path + "?timeout=10s"))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  Path log() {
    return folder.resolve("cgrant.log");
  }

  /// Resident memory in KiB, as the kernel counts it.
  long resident() {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException("cgrant ended; see " + log());
    }
    var probe = URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready");
    try (var plain = HttpClient.newHttpClient()) {
      return send(plain, HttpRequest.newBuilder(probe).build()).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static HttpResponse<byte[]> send(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private SSLContext trusting() {
    try (InputStream pem = Files.newInputStream(folder.resolve("tls/ca.crt"))) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
