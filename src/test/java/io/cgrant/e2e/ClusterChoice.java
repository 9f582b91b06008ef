// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Which cluster the tests run on: `-Dcgrant.e2e.cluster=own|kubeconfig|k3s|kube-api-test`. Left
/// out: the one in [KubeconfigCluster#KUBECONFIG] if that is set, else our own. Where there is no
/// Go to build that with, kube-api-test's, but not in CI.
enum ClusterChoice {
  Own,
  Kubeconfig,
  K3s,
  KubeApiTest;

  private static final String PROPERTY = "cgrant.e2e.cluster";

  static final String INSTALL_GO = "install Go as e2e/controlplane/kubernetes/go.mod names it";

  static Cluster start(Path folder, List<Integer> ports) {
    ClusterChoice choice = of(named(), System.getenv());
    boolean noOther = !named().isEmpty() || mustShowEverything();
    Cluster cluster = choice.start(folder.resolve("cluster"), ports, noOther);
    say("runs on " + cluster.description());
    if (choice != K3s) {
      say(
          "NOT RUN on k3s"
              + (K3sCluster.isPossible() ? "" : ": no Docker engine answers here")
              + "; -D"
              + PROPERTY
              + "=k3s does, where one runs");
    }
    return cluster;
  }

  /// In CI, unless another cluster than our own was named: what that one lacks is known to whoever
  /// named it.
  static boolean mustShowEverything() {
    return mustShowEverything(named(), System.getenv());
  }

  static boolean mustShowEverything(String name, Map<String, String> environment) {
    return environment.containsKey("CI") && of(name, environment) == Own;
  }

  private static String named() {
    return System.getProperty(PROPERTY, "");
  }

  /// @param name empty where none was named
  static ClusterChoice of(String name, Map<String, String> environment) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "" -> environment.containsKey(KubeconfigCluster.KUBECONFIG) ? Kubeconfig : Own;
      case "own" -> Own;
      case "kubeconfig" -> Kubeconfig;
      case "k3s" -> K3s;
      case "kube-api-test" -> KubeApiTest;
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " is \"" + name + "\"; write own, kubeconfig, k3s or kube-api-test");
    };
  }

  private Cluster start(Path folder, List<Integer> ports, boolean noOther) {
    return switch (this) {
      case Kubeconfig -> KubeconfigCluster.fromEnvironment(folder);
      case K3s -> K3sCluster.start(folder, ports);
      case KubeApiTest -> KubeApiTestCluster.start(folder);
      case Own -> OwnControlPlane.start(folder).orElseGet(() -> withoutGo(folder, noOther));
    };
  }

  private static Cluster withoutGo(Path folder, boolean noOther) {
    String advice = INSTALL_GO + ", or name a cluster in " + KubeconfigCluster.KUBECONFIG;
    if (noOther) {
      throw new IllegalStateException("no Go to build a control plane with; " + advice);
    }
    say(
        "no Go here: kube-api-test downloads an API server; scenarios with controllers are NOT RUN");
    try {
      return KubeApiTestCluster.start(folder);
    } catch (RuntimeException e) {
      throw new IllegalStateException("kube-api-test has no API server either; " + advice, e);
    }
  }

  /// Past Maven's capture of the output: what was not run must not be overlooked.
  static void say(String text) {
    System.err.println("[e2e] " + text);
  }
}
