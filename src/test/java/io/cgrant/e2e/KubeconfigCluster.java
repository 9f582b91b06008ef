// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Any cluster a kubeconfig of an administrator leads to. It must reach this machine, under the
/// name in [#HOST].
final class KubeconfigCluster implements Cluster {

  static final String KUBECONFIG = "CGRANT_E2E_KUBECONFIG";
  static final String HOST = "CGRANT_E2E_WEBHOOK_HOST";

  private final String description;
  private final String host;
  private final boolean hasControllers;
  private final ServiceAccountUsers users;
  private final Optional<Runnable> disposal;

  /// @param host under which it reaches this machine
  /// @param disposal ends the cluster with all that is in it; empty for one that stays
  KubeconfigCluster(
      String description,
      Path admin,
      String host,
      Path folder,
      boolean hasControllers,
      Optional<Runnable> disposal) {
    this.description = description;
    this.host = host;
    this.hasControllers = hasControllers;
    this.users = ServiceAccountUsers.create(admin, folder);
    this.disposal = disposal;
  }

  static Cluster fromEnvironment(Path folder) {
    Map<String, String> environment = System.getenv();
    if (!environment.containsKey(KUBECONFIG)) {
      throw new IllegalStateException(
          KUBECONFIG + " is not set; set it to the kubeconfig of a cluster's administrator");
    }
    Path admin = Path.of(environment.get(KUBECONFIG));
    String host = environment.getOrDefault(HOST, "127.0.0.1");
    return new KubeconfigCluster(
        "the cluster of " + admin, admin, host, folder, true, Optional.empty());
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Path kubeconfig(User user) {
    return users.kubeconfig(user);
  }

  @Override
  public List<Path> bindings() {
    return List.of();
  }

  @Override
  public boolean has(Ability ability) {
    return switch (ability) {
      case Controllers -> hasControllers;
      case Restart, AuditLog -> false;
    };
  }

  @Override
  public String hostOfThisMachine() {
    return host;
  }

  @Override
  public Optional<Path> kubectl() {
    return Programs.onPath("kubectl");
  }

  @Override
  public Path auditLog() {
    throw new UnsupportedOperationException("nobody here reads the audit log of " + description);
  }

  @Override
  public void stopApiServer() {
    throw new UnsupportedOperationException("nobody stops " + description);
  }

  @Override
  public void startApiServer() {
    throw new UnsupportedOperationException("nobody starts " + description);
  }

  @Override
  public void freezeApiServer() {
    throw new UnsupportedOperationException("nobody freezes " + description);
  }

  @Override
  public void thawApiServer() {
    throw new UnsupportedOperationException("nobody freezes " + description);
  }

  @Override
  public void close() {
    disposal.ifPresentOrElse(Runnable::run, users::close);
  }
}
