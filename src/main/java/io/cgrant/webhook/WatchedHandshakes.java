// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// The TLS of the Java machine, and word of each handshake that failed. Without it, a server of
/// Vert.x that somebody else opened says nothing of those.
public final class WatchedHandshakes extends JdkSSLEngineOptions {

  private final Consumer<Throwable> failed;

  /// @param failed called on an event loop
  public WatchedHandshakes(Consumer<Throwable> failed) {
    this.failed = failed;
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new DefaultSslContextFactory(SslProvider.JDK, false) {
      @Override
      public SslContext create() throws SSLException {
        return new Watched(super.create(), failed);
      }
    };
  }

  @Override
  public WatchedHandshakes copy() {
    return new WatchedHandshakes(failed);
  }

  private static final class Watched extends DelegatingSslContext {

    private final Consumer<Throwable> failed;

    Watched(SslContext context, Consumer<Throwable> failed) {
      super(context);
      this.failed = failed;
    }

    @Override
    protected void initEngine(SSLEngine engine) {}

    @Override
    protected void initHandler(SslHandler handler) {
      handler
          .handshakeFuture()
          .addListener(
              done -> {
                if (!done.isSuccess()) {
                  failed.accept(done.cause());
                }
              });
    }
  }
}
