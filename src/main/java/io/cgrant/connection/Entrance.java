// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/// Stands in front of what Vert.x puts into a connection. At the first bytes puts
/// [HeadLines] to where they are plain, and [Handshake] to where they are not.
final class Entrance extends ChannelInboundHandlerAdapter {

  private final HandshakeRoom room;
  private final Runnable heard;
  private boolean isBehindUs;

  /// @param heard called once, when the head of a request was read
  Entrance(HandshakeRoom room, Runnable heard) {
    this.room = room;
    this.heard = heard;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (isBehindUs) {
      letBy(context, bytes);
      return;
    }
    isBehindUs = true;
    ChannelPipeline pipeline = context.pipeline();
    ChannelHandlerContext tls = pipeline.context(SslHandler.class);
    pipeline.addAfter((tls == null ? context : tls).name(), null, new HeadLines(heard));
    if (tls != null) {
      pipeline.addBefore(tls.name(), null, new Handshake(room));
    }
    context.fireChannelRead(bytes);
    if (tls == null) {
      pipeline.remove(this);
    }
  }

  /// TLS answers some of its own records, as those that ask for new keys, and never looks whether
  /// anybody takes the answers.
  private static void letBy(ChannelHandlerContext context, Object bytes) {
    if (context.channel().isWritable()) {
      context.fireChannelRead(bytes);
    } else {
      ReferenceCountUtil.release(bytes);
      context.close();
    }
  }
}
