// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.e2e.Cluster.User;
import io.cgrant.e2e.node.Node;
import java.time.Duration;
import java.util.stream.StreamSupport;

/// The kubelet of the virtual machine, as a node of the cluster: it acts as `system:node:…`, so the
/// API server lets it do what a node may.
final class MachineKubelet implements AutoCloseable {

  static final String NAME = "cgrant-e2e";
  private static final String PATH = "/api/v1/nodes/" + NAME;
  private static final String LOCAL = "server: https://127.0.0.1:";
  private static final Duration BOUND = Duration.ofMinutes(3);

  private final Api admin;
  private final Node machine;

  private MachineKubelet(Api admin, Node machine) {
    this.admin = admin;
    this.machine = machine;
  }

  /// Returns once the node is ready. Ends the test ([Abort]) where the API server is not on
  /// this machine.
  static MachineKubelet start(Stand stand, Node machine) {
    String kubeconfig = Folders.read(stand.cluster().kubeconfig(User.Admin));
    if (!kubeconfig.contains(LOCAL)) {
      throw Abort.because(
          "a kubelet",
          "the machine does not reach " + stand.cluster().description(),
          "take an API server on 127.0.0.1, as that of e2e/controlplane");
    }
    var kubelet = new MachineKubelet(stand.as(User.Admin), machine);
    machine.reach(kubelet.admin.port());
    machine
        .run(
            """
            mkdir -p /etc/kubernetes /var/lib/kubelet
            cat >/etc/kubernetes/kubeconfig <<'YAML'
            KUBECONFIG
            YAML
            systemctl start kubelet.service
            """
                .replace("KUBECONFIG", asNode(kubeconfig)))
        .orThrow();
    Wait.upTo(BOUND).until(kubelet::log, kubelet::isReady);
    return kubelet;
  }

  /// @param kubeconfig of an administrator
  private static String asNode(String kubeconfig) {
    return kubeconfig
        .replaceAll(
            LOCAL + "\\d+",
            "server: https://10.0.2.100:6443\n      tls-server-name: kubernetes.default.svc")
        .replaceAll(
            "(      token: .*)",
            "$1\n      as: system:node:" + NAME + "\n      as-groups: [system:nodes]");
  }

  private boolean isReady() {
    JsonNode conditions = admin.get(PATH).body().at("/status/conditions");
    return StreamSupport.stream(conditions.spliterator(), false)
        .anyMatch(
            c ->
                c.path("type").asText().equals("Ready")
                    && c.path("status").asText().equals("True"));
  }

  /// Of one handler, as the node tells the API server.
  JsonNode handler(String name) {
    JsonNode handlers = admin.get(PATH).orThrow().body().at("/status/runtimeHandlers");
    return StreamSupport.stream(handlers.spliterator(), false)
        .filter(h -> h.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no handler " + name + " in " + handlers));
  }

  private String log() {
    return "the kubelet is ready:\n" + machine.run("tail -n 20 /run/kubelet.log").output();
  }

  @Override
  public void close() {
    machine.run("systemctl stop kubelet.service");
    admin.delete(
        Manifests.parse("{apiVersion: v1, kind: Node, metadata: {name: " + NAME + "}}").getFirst());
  }
}
