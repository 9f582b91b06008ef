// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.vertx.core.net.JdkSSLEngineOptions;

/// The TLS of the Java machine, for a port whose callers are no API servers: it has fewer
/// connections, and whoever only holds one gives way. Options of a server are copied before
/// [BoundedTransport] sees them, and keep this.
public final class CallerPort extends JdkSSLEngineOptions {

  @Override
  public CallerPort copy() {
    return new CallerPort();
  }
}
