// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// etcd and kube-apiserver as fabric8's kube-api-test downloads them, for machines without Go. No
/// controllers, and no admission of ServiceAccounts.
final class KubeApiTestCluster implements Cluster {

  private final KubeAPIServer server;
  private final KubeconfigCluster cluster;

  private KubeApiTestCluster(KubeAPIServer server, KubeconfigCluster cluster) {
    this.server = server;
    this.cluster = cluster;
  }

  static Cluster start(Path folder) {
    var server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig().withUpdateKubeConfig(false).build());
    server.start();
    Path admin = Folders.create(folder).resolve("kubeconfig");
    try {
      Files.writeString(admin, server.getKubeConfigYaml());
    } catch (IOException e) {
      server.stop();
      throw new UncheckedIOException(e);
    }
    String description = "an API server that kube-api-test downloaded";
    return new KubeApiTestCluster(
        server, new KubeconfigCluster(description, admin, "127.0.0.1", folder, false));
  }

  @Override
  public String description() {
    return cluster.description();
  }

  @Override
  public Path kubeconfig(User user) {
    return cluster.kubeconfig(user);
  }

  @Override
  public boolean has(Ability ability) {
    return false;
  }

  @Override
  public String hostOfThisMachine() {
    return cluster.hostOfThisMachine();
  }

  @Override
  public Optional<Path> kubectl() {
    return cluster.kubectl();
  }

  @Override
  public void stopApiServer() {
    cluster.stopApiServer();
  }

  @Override
  public void startApiServer() {
    cluster.startApiServer();
  }

  @Override
  public void close() {
    server.stop();
  }
}
