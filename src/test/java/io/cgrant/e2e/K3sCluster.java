// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.Testcontainers;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/// k3s in a container, where a Docker engine runs.
final class K3sCluster {

  private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.36.3-k3s1");

  private K3sCluster() {}

  static boolean isPossible() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  /// @param ports of this machine that the API server must reach
  static Cluster start(Path folder, List<Integer> ports) {
    if (!isPossible()) {
      throw new IllegalStateException(
          "no Docker engine answers; start one, or choose another -Dcgrant.e2e.cluster");
    }
    ports.forEach(Testcontainers::exposeHostPorts);
    var container = new K3sContainer(IMAGE).withAccessToHost(true);
    container.start();
    Path admin = Folders.create(folder).resolve("kubeconfig");
    try {
      Files.writeString(admin, container.getKubeConfigYaml());
    } catch (IOException e) {
      container.stop();
      throw new UncheckedIOException(e);
    }
    return new KubeconfigCluster(
        "k3s in a container, " + IMAGE,
        admin,
        "host.testcontainers.internal",
        folder,
        true,
        Optional.of(container::stop));
  }
}
