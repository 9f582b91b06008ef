// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/// A port of this machine that nobody listens on, and that is given to nobody else until it is
/// closed. A server of the test may listen on it meanwhile.
public final class HeldPort implements AutoCloseable {

  private final SocketChannel holder;

  public HeldPort() {
    try {
      holder = SocketChannel.open();
      // As servers of Java have it too: both may have one address as long as one of them listens.
      holder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int number() {
    return holder.socket().getLocalPort();
  }

  @Override
  public void close() {
    try {
      holder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
