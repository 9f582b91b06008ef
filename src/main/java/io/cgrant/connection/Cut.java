// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/// Ends connections whose other side may not read. Vert.x would first write what is left, and wait
/// for it to be taken.
public final class Cut {

  private Cut() {}

  public static void off(HttpConnection connection) {
    off(((ConnectionBase) connection).channel());
  }

  /// In front of all that Vert.x has put there.
  static void off(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    // None is left of one that was closed meanwhile.
    if (first != null) {
      first.close();
    }
  }
}
