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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A Service with several replicas: hands connections on to one after the other. With none, or
/// where nobody listens, a connection is closed at once.
final class Alternating implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ServerSocket server;
  private volatile List<Integer> ports = List.of();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Duration delay;

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
    ports = List.copyOf(replicas);
  }

  /// From now on, also on connections that are open.
  void delayBy(Duration time) {
    delay = time;
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
        connect(server.accept(), turn++);
      } catch (IOException e) {
        // Closed.
        Thread.yield();
      }
    }
  }

  private void connect(Socket from, int turn) {
    List<Integer> now = ports;
    open.add(from);
    try {
      if (now.isEmpty()) {
        throw new IOException("no replica");
      }
      var to = new Socket(InetAddress.getLoopbackAddress(), now.get(turn % now.size()));
      open.add(to);
      // Small answers must not wait for each other.
      from.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> copy(from, to, true));
      Thread.ofVirtual().start(() -> copy(to, from, false));
    } catch (IOException e) {
      // A replica is away; the API server tries again.
      end(from);
    }
  }

  private void copy(Socket from, Socket to, boolean isRequest) {
    var buffer = new byte[64 * 1024];
    long last = System.nanoTime() - 2 * PAUSE.toNanos();
    try {
      for (int read; (read = from.getInputStream().read(buffer)) >= 0; ) {
        Duration wait = delay;
        if (isRequest && wait.isPositive() && System.nanoTime() - last > PAUSE.toNanos()) {
          Thread.sleep(wait);
        }
        to.getOutputStream().write(buffer, 0, read);
        last = System.nanoTime();
      }
    } catch (IOException | InterruptedException e) {
      // The other side is closed below.
      Thread.yield();
    } finally {
      end(from);
      end(to);
    }
  }

  private void end(Socket socket) {
    closeQuietly(socket);
    open.remove(socket);
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      ClusterChoice.say("not closed: " + e);
    }
  }
}
