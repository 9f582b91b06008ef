// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import io.cgrant.e2e.Cluster.User;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// One cluster and one cgrant, shared by all tests of a run.
final class Stand implements AutoCloseable {

  private static final Path FOLDER = Folders.ofRun("e2e");

  private final AtomicInteger names = new AtomicInteger();
  private final String run = Long.toString(System.currentTimeMillis() / 1000 % 1_000_000, 36);
  private final Cluster cluster;
  private final CgrantProcess cgrant;
  private final Installation installation;
  private final int injectorPort;
  private boolean closed;

  private Stand(
      Cluster cluster, CgrantProcess cgrant, Installation installation, int injectorPort) {
    this.cluster = cluster;
    this.cgrant = cgrant;
    this.installation = installation;
    this.injectorPort = injectorPort;
  }

  static Stand start() {
    int webhookPort = Ports.free();
    int injectorPort = Ports.free();
    Folders.delete(FOLDER.resolve("cgrant"));
    Cluster cluster = ClusterChoice.start(FOLDER, List.of(webhookPort, injectorPort));
    var cgrant = new CgrantProcess(FOLDER.resolve("cgrant"), cluster, webhookPort);
    var installation = new Installation(cluster);
    var stand = new Stand(cluster, cgrant, installation, injectorPort);
    // Also when somebody presses Ctrl-C.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stand::close));
    try {
      installation.prepare();
      cgrant.start();
      installation.connect(cgrant);
      return stand;
    } catch (RuntimeException | Error e) {
      stand.close();
      throw e;
    }
  }

  Cluster cluster() {
    return cluster;
  }

  CgrantProcess cgrant() {
    return cgrant;
  }

  Api as(User user) {
    return Api.as(cluster.kubeconfig(user));
  }

  /// Where the API server would find another webhook of this machine.
  int injectorPort() {
    return injectorPort;
  }

  /// A part of a name that nobody else in this cluster has.
  String newId() {
    return run + "-" + names.incrementAndGet();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    closeQuietly(installation);
    closeQuietly(cgrant);
    closeQuietly(cluster);
  }

  /// What cannot be cleaned up must not keep the rest from it.
  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      ClusterChoice.say("not cleaned up: " + e);
    }
  }
}
