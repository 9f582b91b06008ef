// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;

/// The sockets of the JDK, with bounds on each port from its first connection on. Vert.x finds it
/// as a service, since Quarkus opens the ports.
public final class BoundedTransport extends JDKTransport {

  /// Of the port for API servers. One keeps a few, each with one request at a time.
  public static final int MOST_REVIEWERS = 512;

  /// Of the port for probes and metrics. What is read there may be a megabyte each time.
  private static final int MOST_READERS = 16;

  @Override
  public void configure(NetServerOptions options, boolean isDomain, ServerBootstrap bootstrap) {
    super.configure(options, isDomain, bootstrap);
    bootstrap.handler(
        options.isSsl()
            ? ConnectionLimit.refusingTheNewest(MOST_REVIEWERS)
            : ConnectionLimit.closingTheOldest(MOST_READERS));
  }
}
