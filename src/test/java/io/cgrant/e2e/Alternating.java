// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A Service with several replicas: hands connections on to one after the other.
final class Alternating implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ServerSocket server;
  private volatile List<Integer> ports = List.of();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Duration delay;

  Alternating(int port) {
    this(port, Duration.ZERO);
  }

  /// @param delay of everything that is sent after a pause, on its way there
  Alternating(int port, Duration delay) {
    this.delay = delay;
    try {
      server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void to(List<Integer> replicas) {
    ports = replicas;
  }

  @Override
  public void close() {
    closeQuietly(server);
    open.forEach(Alternating::closeQuietly);
  }

  private void accept() {
    int turn = 0;
    while (!server.isClosed()) {
      try {
        Socket from = server.accept();
        var to = new Socket(InetAddress.getLoopbackAddress(), ports.get(turn++ % ports.size()));
        open.add(from);
        open.add(to);
        Thread.ofVirtual().start(() -> copy(from, to, delay));
        Thread.ofVirtual().start(() -> copy(to, from, Duration.ZERO));
      } catch (IOException e) {
        // Closed, or a replica is away; the API server tries again.
        Thread.yield();
      }
    }
  }

  private static void copy(Socket from, Socket to, Duration delay) {
    try {
      if (delay.isPositive()) {
        copySlowly(from, to, delay);
      }
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // The other side is closed below.
      Thread.yield();
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void copySlowly(Socket from, Socket to, Duration delay) throws IOException {
    var buffer = new byte[64 * 1024];
    long last = 0;
    for (int read = 0; read >= 0; read = from.getInputStream().read(buffer)) {
      if (System.nanoTime() - last > PAUSE.toNanos()) {
        sleep(delay);
      }
      to.getOutputStream().write(buffer, 0, read);
      last = System.nanoTime();
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      ClusterChoice.say("not closed: " + e);
    }
  }
}
