// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import io.cgrant.fuzz.AbuseCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A cgrant that serves what the folder of attacks says of a cluster. No cluster is needed.
final class OfflineProcess implements AutoCloseable {

  private final PackagedCgrant packaged;

  /// Returns once it is ready.
  OfflineProcess(Path folder) {
    this(folder, List.of());
  }

  /// @param options of the Java machine
  OfflineProcess(Path folder, List<String> options) {
    packaged = of(folder);
    packaged.start(properties(folder, options), Map.of());
  }

  /// Started in other surroundings.
  OfflineProcess(Path folder, Launch how) {
    packaged = of(folder);
    packaged.start(how::words, properties(folder, List.of()), how.variables());
  }

  private static PackagedCgrant of(Path folder) {
    var packaged = new PackagedCgrant(folder, URI.create("https://127.0.0.1:" + Ports.free()));
    Path world = Folders.create(world(folder));
    try {
      for (Path file : List.of(AbuseCase.CLUSTER, AbuseCase.POLICIES)) {
        Files.copy(file, world.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.deleteIfExists(packaged.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packaged;
  }

  private static List<String> properties(Path folder, List<String> options) {
    var words = new ArrayList<>(options);
    words.add("-Dcgrant.folder=" + world(folder).toAbsolutePath());
    return words;
  }

  private static Path world(Path folder) {
    return folder.resolve("world");
  }

  HttpResponse<byte[]> post(String path, byte[] body) {
    return packaged.post(path + "?timeout=10s", body);
  }

  HttpResponse<byte[]> post(String path, byte[] body, Map<String, String> headers) {
    return packaged.post(path + "?timeout=10s", body, headers);
  }

  HttpResponse<String> postToManagement(String path, byte[] body) {
    return packaged.postToManagement(path, body);
  }

  KeptConnection connect() throws IOException {
    return packaged.connect();
  }

  /// @param socket on which nothing was said
  KeptConnection connect(Socket socket) throws IOException {
    return packaged.connect(socket);
  }

  HttpResponse<String> metrics() {
    return packaged.get("/q/metrics");
  }

  /// Also where somebody has read them too often.
  String metricsText() {
    return packaged.metricsText();
  }

  /// A connection on which nothing was said.
  Socket touch() throws IOException {
    return packaged.touch();
  }

  Socket touchManagement() throws IOException {
    return packaged.touchManagement();
  }

  /// Tells it to end.
  void terminate() {
    packaged.terminate();
  }

  boolean isReady() {
    return packaged.isReady();
  }

  boolean isAlive() {
    return packaged.isAlive();
  }

  Path log() {
    return packaged.log();
  }

  /// Resident memory in KiB, as the kernel counts it.
  long resident() {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(packaged.pid()), "status")).stream()
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
    packaged.close();
  }
}
