// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;

/// The sockets of the JDK, with bounds on each port from its first connection on. Vert.x finds it
/// as a service, since Quarkus opens the ports.
public final class BoundedTransport extends JDKTransport {

  /// Of the port for API servers. One keeps a few, each with one request at a time.
  public static final int MOST_REVIEWERS = 512;

  /// Of the port for probes and metrics. An answer there may be a megabyte.
  private static final int MOST_READERS = 32;

  /// Of the port of the HTTP API, see [CallerPort].
  private static final int MOST_CALLERS = 64;

  /// @throws IllegalStateException where Vert.x was told to take another, without bounds
  public static void insistOn(Vertx vertx) {
    if (!(((VertxInternal) vertx).transport() instanceof BoundedTransport)) {
      throw new IllegalStateException(
          "the ports would have no bounds; leave quarkus.vertx.prefer-native-transport at true");
    }
  }

  private static ConnectionLimit limit(NetServerOptions options) {
    if (!options.isSsl()) {
      return ConnectionLimit.ofShort(MOST_READERS);
    }
    return options.getSslEngineOptions() instanceof CallerPort
        ? ConnectionLimit.ofShort(MOST_CALLERS)
        : ConnectionLimit.ofKept(MOST_REVIEWERS);
  }

  @Override
  public void configure(NetServerOptions options, boolean isDomain, ServerBootstrap bootstrap) {
    super.configure(options, isDomain, bootstrap);
    bootstrap.handler(limit(options));
  }
}
