// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// How many connections a port has at once, those counted that are still shaking hands.
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

  private final int most;
  private final WhenFull whenFull;
  private final AtomicInteger open = new AtomicInteger();
  private final Queue<Channel> oldestFirst = new ConcurrentLinkedQueue<>();

  private enum WhenFull {
    RefuseNewest,
    CloseOldest
  }

  private ConnectionLimit(int most, WhenFull whenFull) {
    this.most = most;
    this.whenFull = whenFull;
  }

  /// For connections that are kept: whoever comes later takes none from those who work.
  static ConnectionLimit refusingTheNewest(int most) {
    return new ConnectionLimit(most, WhenFull.RefuseNewest);
  }

  /// For connections that are short: whoever only holds one keeps nobody out.
  static ConnectionLimit closingTheOldest(int most) {
    return new ConnectionLimit(most, WhenFull.CloseOldest);
  }

  /// @param accepted a connection that nothing was read from
  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    var connection = (Channel) accepted;
    if (open.incrementAndGet() > most) {
      switch (whenFull) {
        case RefuseNewest -> {
          open.decrementAndGet();
          connection.unsafe().closeForcibly();
          return;
        }
        case CloseOldest -> closeOldest();
      }
    }
    remember(connection);
    connection.pipeline().addLast(new Entrance());
    context.fireChannelRead(connection);
  }

  private void closeOldest() {
    Channel oldest = oldestFirst.poll();
    if (oldest != null) {
      oldest.close();
    }
  }

  private void remember(Channel connection) {
    if (whenFull == WhenFull.CloseOldest) {
      oldestFirst.add(connection);
    }
    connection
        .closeFuture()
        .addListener(
            closed -> {
              open.decrementAndGet();
              oldestFirst.remove(connection);
            });
  }
}
