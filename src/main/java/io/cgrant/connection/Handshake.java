// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;

/// Stands in front of TLS until it has shaken hands, and bounds what is sent for that.
final class Handshake extends ChannelInboundHandlerAdapter {

  /// Where no certificate is required. Of a ClientHello the JDK keeps up to twelve times as much as
  /// long as the connection is open. One with a post-quantum key share has 1.6 KB.
  private static final int MOST_OF_STRANGERS = 3_072;

  /// So that little of a request is counted that comes right behind.
  private static final int PIECE = 512;

  private final HandshakeRoom room;
  private HandshakeRoom.Share share;
  private int most;
  private int sent;

  Handshake(HandshakeRoom room) {
    this.room = room;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    SslHandler tls = context.pipeline().get(SslHandler.class);
    most = tls.engine().getNeedClientAuth() ? Integer.MAX_VALUE : MOST_OF_STRANGERS;
    share = room.enter(context.channel());
    tls.handshakeFuture().addListener(done -> end(context));
  }

  private void end(ChannelHandlerContext context) {
    if (!context.isRemoved()) {
      context.pipeline().remove(this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    var bytes = (ByteBuf) read;
    try {
      while (isExpected(context) && bytes.isReadable()) {
        letBy(context, bytes.readRetainedSlice(Math.min(PIECE, bytes.readableBytes())));
      }
      if (bytes.isReadable() && context.channel().isActive()) {
        context.fireChannelRead(bytes.retain());
      }
    } finally {
      bytes.release();
    }
  }

  /// A connection that was closed loses its handlers later.
  private static boolean isExpected(ChannelHandlerContext context) {
    return context.channel().isActive() && !context.isRemoved();
  }

  private void letBy(ChannelHandlerContext context, ByteBuf piece) {
    int length = piece.readableBytes();
    sent += length;
    if (share.take(length) && sent <= most) {
      context.fireChannelRead(piece);
    } else {
      piece.release();
      context.close();
    }
  }

  /// Also of a connection that is closed.
  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    share.leave();
  }
}
