// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import io.cgrant.e2e.Cluster.User;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/// A control plane that nobody has installed cgrant in, for tests of the chart; its namespace holds
/// pods to the restricted standard.
///
/// @param admin may do everything
record ChartStand(OwnControlPlane cluster, Api admin, HelmRelease release)
    implements AutoCloseable {

  static final Path FOLDER = Folders.ofRun("e2e/chart");

  private static final Duration SETTLED = Duration.ofMinutes(2);

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: cgrant
        labels: {pod-security.kubernetes.io/enforce: restricted}
      """;

  /// Kinds that the chart makes where they exist.
  private static final List<String> DEFINITIONS =
      List.of(
          "cert-manager.io_certificates",
          "cert-manager.io_issuers",
          "monitoring.coreos.com_podmonitors",
          "monitoring.coreos.com_prometheusrules",
          "monitoring.coreos.com_servicemonitors");

  /// Ends the test ([Abort]) where there is no Go to build a control plane with.
  ///
  /// @param apiServerFlags beside those that it has in any case
  static ChartStand start(Path folder, List<String> apiServerFlags) {
    Optional<Cluster> started = OwnControlPlane.start(folder.resolve("cluster"), apiServerFlags);
    var cluster =
        (OwnControlPlane)
            started.orElseThrow(
                () ->
                    Abort.because(
                        "the chart on a real API server",
                        "no Go to build a control plane with",
                        ClusterChoice.INSTALL_GO));
    var stand =
        new ChartStand(
            cluster,
            Api.as(cluster.kubeconfig(User.Admin)),
            new HelmRelease(cluster.kubeconfig(User.Admin), folder));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stand::close));
    stand.prepare();
    return stand;
  }

  private void prepare() {
    Manifests.parse(NAMESPACE).forEach(object -> admin.create(object).orThrow());
    for (String name : DEFINITIONS) {
      Manifests.read(Path.of("src/test/resources/crds", name + ".yaml"))
          .forEach(object -> admin.create(object).orThrow());
    }
    Wait.upTo(SETTLED)
        .until(
            "the API server serves other people's kinds",
            () ->
                admin.get("/apis/cert-manager.io/v1/issuers").accepted()
                    && admin.get("/apis/monitoring.coreos.com/v1/podmonitors").accepted());
    Wait.upTo(SETTLED)
        .until(
            "ServiceAccounts", () -> exists("/api/v1/namespaces/cgrant/serviceaccounts/default"));
  }

  boolean exists(String path) {
    return admin.get(path).accepted();
  }

  /// Of the API server, as Prometheus reads them.
  String metrics() {
    return Command.of(cluster.kubectl().orElseThrow().toString(), "get", "--raw", "/metrics")
        .with("KUBECONFIG", cluster.kubeconfig(User.Admin))
        .run()
        .orThrow();
  }

  @Override
  public void close() {
    cluster.close();
  }

  /// Gives tests the one stand. JUnit closes it after the last of them.
  static final class Extension extends Giving {

    Extension() {
      super(FOLDER);
    }
  }

  /// Gives tests another one, where the chart stays installed once it is.
  static final class Lasting extends Giving {

    Lasting() {
      super(Folders.ofRun("e2e/certificates"));
    }
  }

  /// One stand for each folder, for the whole run.
  private abstract static class Giving implements ParameterResolver, ExecutionCondition {

    private final Path folder;

    Giving(Path folder) {
      this.folder = folder;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ChartStand.class;
    }

    /// Here and not where a stand is given: a test that is aborted there has failed.
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      try {
        if (context.getTestMethod().filter(Giving::wantsOne).isPresent()) {
          var unused = stand(context);
        }
        return ConditionEvaluationResult.enabled(null);
      } catch (TestAbortedException e) {
        return ConditionEvaluationResult.disabled(e.getMessage());
      }
    }

    private static boolean wantsOne(Method test) {
      return List.of(test.getParameterTypes()).contains(ChartStand.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return stand(context);
    }

    private ChartStand stand(ExtensionContext context) {
      return context
          .getStore(StoreScope.LAUNCHER_SESSION, Namespace.GLOBAL)
          .computeIfAbsent(folder, from -> start(from, List.of()), ChartStand.class);
    }
  }
}
