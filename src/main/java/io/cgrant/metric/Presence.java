// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

/// Where a metric is exposed at all.
public enum Presence {
  Always("everywhere"),
  InACluster("in a cluster; not where cgrant serves from a folder (`cgrant.folder`)"),
  Events("in a cluster, unless Events are switched off (`cgrant.events=false`)"),
  SharedCertificate("where replicas share a certificate (`cgrant.tls.secret`)"),
  ClientCertificate("where a client certificate is asked for (`cgrant.tls.client-authority`)"),
  Collector("where a collector is sent something (`cgrant.otlp.endpoint`)"),
  HttpApi("where the HTTP API is switched on (`cgrant.api.enabled`)");

  private final String where;

  Presence(String where) {
    this.where = where;
  }

  public String where() {
    return where;
  }
}
