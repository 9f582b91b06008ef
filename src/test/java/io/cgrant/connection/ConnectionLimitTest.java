// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConnectionLimitTest {

  private static final int MOST = 3;

  private final NioEventLoopGroup reading = new NioEventLoopGroup(1);
  private final CountDownLatch busy = new CountDownLatch(1);

  @AfterEach
  void close() {
    busy.countDown();
    reading.shutdownGracefully();
  }

  /// The thread that would close those that give way has other things to do.
  @Test
  void acceptsNoMoreThanTwiceAsManyWhileNoneIsClosed() {
    var port = new EmbeddedChannel(ConnectionLimit.ofKept(MOST));
    reading.execute(this::work);
    List<NioSocketChannel> accepted =
        Stream.generate(this::connection).limit(10).peek(port::writeInbound).toList();
    assertEquals(2 * MOST, open(accepted));
    busy.countDown();
    await().until(() -> open(accepted) == MOST);
    NioSocketChannel next = connection();
    port.writeInbound(next);
    assertEquals(true, next.isOpen());
    await().until(() -> open(accepted) == MOST - 1);
  }

  private NioSocketChannel connection() {
    var connection = new NioSocketChannel();
    reading.register(connection);
    return connection;
  }

  private static long open(List<NioSocketChannel> connections) {
    return connections.stream().filter(NioSocketChannel::isOpen).count();
  }

  private void work() {
    try {
      busy.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
