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
final class KubeApiTestCluster {

  private KubeApiTestCluster() {}

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
    return new KubeconfigCluster(
        "an API server that kube-api-test downloaded",
        admin,
        "127.0.0.1",
        folder,
        false,
        Optional.of(server::stop));
  }
}
