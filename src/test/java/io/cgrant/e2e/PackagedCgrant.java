// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// The packaged cgrant as a process of its own, serving over TLS. What it serves is said by who
/// starts it.
final class PackagedCgrant implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONGEST_START = Duration.ofMinutes(4);

  /// Of a probe, as somebody sends it who has others to ask.
  private static final Duration PROBE = Duration.ofSeconds(5);

  private final Path folder;
  private final URI url;
  private final int managementPort = Ports.free();
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile HttpClient https;
  private Process process;

  /// @param folder for its certificates and its log
  /// @param url `https://host:port`, where it is found
  PackagedCgrant(Path folder, URI url) {
    this.folder = Folders.create(folder);
    this.url = url;
  }

  /// Returns once it is ready.
  ///
  /// @param properties as `-Dname=value`
  void start(List<String> properties, Map<String, String> environment) {
    start(PackagedCgrant::plainJava, properties, environment);
  }

  /// Returns once it is ready.
  ///
  /// @param command makes of the options of the Java machine the words that start it
  void start(
      UnaryOperator<List<String>> command,
      List<String> properties,
      Map<String, String> environment) {
    launch(command, properties, environment);
    awaitReady();
    if (Files.exists(caFile())) {
      https = HttpClient.newBuilder().sslContext(trusting()).build();
    }
  }

  /// Returns at once.
  void launch(List<String> properties, Map<String, String> environment) {
    launch(PackagedCgrant::plainJava, properties, environment);
  }

  /// @param command makes of the options of the Java machine the words that start it
  void launch(
      UnaryOperator<List<String>> command,
      List<String> properties,
      Map<String, String> environment) {
    var words = new ArrayList<String>();
    words.add("-Dquarkus.http.host=" + (isLocal() ? "127.0.0.1" : "0.0.0.0"));
    words.add("-Dquarkus.http.ssl-port=" + url.getPort());
    words.add("-Dquarkus.management.host=127.0.0.1");
    words.add("-Dquarkus.management.port=" + managementPort);
    words.add("-Dcgrant.tls.directory=" + folder.resolve("tls").toAbsolutePath());
    words.add("-Dcgrant.tls.names=localhost,127.0.0.1," + url.getHost());
    words.addAll(properties);
    var builder = new ProcessBuilder(command.apply(words)).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param path with its query
  HttpResponse<byte[]> post(String path, byte[] body) {
    return post(path, body, Map.of());
  }

  HttpResponse<byte[]> post(String path, byte[] body, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return sent(https, request.build(), BodyHandlers.ofByteArray());
  }

  /// Trusts what it serves.
  HttpClient https() {
    return https;
  }

  /// From the management port.
  HttpResponse<String> get(String path) {
    return sent(http, toManagement(path).build(), BodyHandlers.ofString());
  }

  Metrics metrics() {
    return Metrics.parse(metricsText());
  }

  /// Waits where somebody has read them too often.
  String metricsText() {
    var answer = new AtomicReference<HttpResponse<String>>();
    Wait.upTo(PATIENCE)
        .until(
            "metrics may be read",
            () -> {
              answer.set(get("/q/metrics"));
              return answer.get().statusCode() != 503;
            });
    return answer.get().body();
  }

  HttpResponse<String> postToManagement(String path, byte[] body) {
    var request = toManagement(path).POST(BodyPublishers.ofByteArray(body)).build();
    return sent(http, request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder toManagement(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
        .timeout(PATIENCE);
  }

  boolean isReady() {
    try {
      var probe = toManagement("/q/health/ready").timeout(PROBE).build();
      return sent(http, probe, BodyHandlers.ofString()).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  KeptConnection connect() throws IOException {
    return new KeptConnection(
        (SSLSocket) trusting().getSocketFactory().createSocket(url.getHost(), url.getPort()));
  }

  KeptConnection connect(Socket socket) throws IOException {
    return new KeptConnection(
        (SSLSocket)
            trusting()
                .getSocketFactory()
                .createSocket(socket, url.getHost(), url.getPort(), false));
  }

  /// A connection on which nothing was said, no hands shaken.
  Socket touch() throws IOException {
    return new Socket(url.getHost(), url.getPort());
  }

  Socket touchManagement() throws IOException {
    return new Socket("127.0.0.1", managementPort);
  }

  /// Tells it to end, as a kubelet does.
  void terminate() {
    process.destroy();
  }

  /// As `kill -9`.
  void kill() {
    process.destroyForcibly();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Called once it has ended.
  void onExit(Runnable then) {
    var unused = process.onExit().thenRun(then);
  }

  long pid() {
    return process.pid();
  }

  URI url() {
    return url;
  }

  Path caFile() {
    return folder.resolve("tls/ca.crt");
  }

  Path log() {
    return folder.resolve("cgrant.log");
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
    return url.getHost().equals("127.0.0.1");
  }

  void awaitReady() {
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
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "(" + e.getMessage() + ")";
    }
  }

  private static <T> HttpResponse<T> sent(
      HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private SSLContext trusting() {
    try (InputStream pem = Files.newInputStream(caFile())) {
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

  private static List<String> plainJava(List<String> options) {
    var all = new ArrayList<>(List.of("-Xmx256m", "-Dcgrant.warm-up.requests=5"));
    all.addAll(options);
    return PackagedJar.words(all);
  }
}
