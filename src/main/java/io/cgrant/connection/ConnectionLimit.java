// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// How many connections a port has at once. One more ends the oldest of those that may give way,
/// or is ended itself where there is none.
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

  /// Bytes of handshakes: 480 ClientHellos with a post-quantum key share.
  private static final int MOST_UNSHAKEN = 768 << 10;

  private final int most;
  private final GiveWay giveWay;
  private final HandshakeRoom room = new HandshakeRoom(MOST_UNSHAKEN);
  private final AtomicInteger open = new AtomicInteger();
  private final Queue<Channel> oldestFirst = new ConcurrentLinkedQueue<>();

  private enum GiveWay {
    Silent,
    Any
  }

  private ConnectionLimit(int most, GiveWay giveWay) {
    this.most = most;
    this.giveWay = giveWay;
  }

  /// For connections that are kept: only those give way that have sent no head.
  static ConnectionLimit ofKept(int most) {
    return new ConnectionLimit(most, GiveWay.Silent);
  }

  /// For connections that are short: whoever only holds one keeps nobody out.
  static ConnectionLimit ofShort(int most) {
    return new ConnectionLimit(most, GiveWay.Any);
  }

  /// @param accepted a connection that nothing was read from
  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    var connection = (Channel) accepted;
    if (isTooMany(open.incrementAndGet())) {
      open.decrementAndGet();
      connection.unsafe().closeForcibly();
      return;
    }
    oldestFirst.add(connection);
    connection.closeFuture().addListener(closed -> forget(connection));
    connection.pipeline().addLast(new Entrance(room, () -> heard(connection)));
    context.fireChannelRead(connection);
  }

  /// Whoever gives way is counted until its own thread has closed it, which may take longer than to
  /// accept the next.
  private boolean isTooMany(int now) {
    return now > most && (now > 2 * most || !oneGivesWay());
  }

  private boolean oneGivesWay() {
    Channel oldest = oldestFirst.poll();
    if (oldest == null) {
      return false;
    }
    Cut.off(oldest);
    return true;
  }

  private void heard(Channel connection) {
    if (giveWay == GiveWay.Silent) {
      oldestFirst.remove(connection);
    }
  }

  private void forget(Channel connection) {
    open.decrementAndGet();
    oldestFirst.remove(connection);
  }
}
