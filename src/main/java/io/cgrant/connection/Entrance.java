// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;

/// Stands in front of what Vert.x puts into a connection, and at the first bytes puts
/// [HeadLines] to where they are plain.
final class Entrance extends ChannelInboundHandlerAdapter {

  private final Runnable heard;

  /// @param heard called once, when something plain was read
  Entrance(Runnable heard) {
    this.heard = heard;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    ChannelPipeline pipeline = context.pipeline();
    ChannelHandlerContext tls = pipeline.context(SslHandler.class);
    pipeline.addAfter((tls == null ? context : tls).name(), null, new HeadLines(heard));
    context.fireChannelRead(bytes);
    pipeline.remove(this);
  }
}
