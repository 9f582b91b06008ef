// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The packaged cgrant as a process of its own, serving a cluster over TLS.
final class CgrantProcess implements AutoCloseable {

  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Duration LONGEST_START = Duration.ofSeconds(90);

  private final Path folder;
  private final Cluster cluster;
  private final int port;
  private final int managementPort = Ports.free();
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  CgrantProcess(Path folder, Cluster cluster, int port) {
    this.folder = Folders.create(folder);
    this.cluster = cluster;
    this.port = port;
  }

  /// Returns once it is ready.
  void start() {
    var words = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-Xmx256m"));
    words.add("-Dquarkus.http.host=" + (isLocal() ? "127.0.0.1" : "0.0.0.0"));
    words.add("-Dquarkus.http.ssl-port=" + port);
    words.add("-Dquarkus.management.host=127.0.0.1");
    words.add("-Dquarkus.management.port=" + managementPort);
    // As an API server speaks to a Service: one request at a time on a connection, and many of
    // them. To this machine it would speak HTTP/2, and all on one.
    words.add("-Dquarkus.http.http2=false");
    // Requests take milliseconds here, a second when the machine is busy.
    words.add("-Dcgrant.ordinary-classes.settling=PT3S");
    words.add("-Dcgrant.tls.directory=" + folder.resolve("tls").toAbsolutePath());
    words.add("-Dcgrant.tls.names=localhost,127.0.0.1," + cluster.hostOfThisMachine());
    words.addAll(List.of("-jar", JAR.toString()));
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
    builder
        .environment()
        .put("KUBECONFIG", cluster.kubeconfig(Cluster.User.Cgrant).toAbsolutePath().toString());
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitReady();
  }

  long pid() {
    return process.pid();
  }

  boolean isReady() {
    try {
      return get("/q/health/ready").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  Metrics metrics() {
    return Metrics.parse(get("/q/metrics").body());
  }

  URI url() {
    return URI.create("https://" + cluster.hostOfThisMachine() + ":" + port);
  }

  Path caFile() {
    return folder.resolve("tls/ca.crt");
  }

  File log() {
    return folder.resolve("cgrant.log").toFile();
  }

  static String run(String... arguments) {
    var words = new ArrayList<>(List.of("-jar", JAR.toString()));
    words.addAll(List.of(arguments));
    return Command.of(java(), words.toArray(String[]::new)).run().orThrow();
  }

  @Override
  public void close() {
    if (process == null) {
      return;
    }
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

  private boolean isLocal() {
    return cluster.hostOfThisMachine().equals("127.0.0.1");
  }

  private void awaitReady() {
    Wait.upTo(LONGEST_START)
        .until(
            () -> "cgrant is ready; its log:\n" + tail(),
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException("cgrant ended; its log:\n" + tail());
              }
              return isReady();
            });
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log().toPath());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "(" + e.getMessage() + ")";
    }
  }

  private HttpResponse<String> get(String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
