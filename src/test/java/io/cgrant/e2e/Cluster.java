// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A real API server, and the three users the tests act as.
interface Cluster extends AutoCloseable {

  /// For people, as "Kubernetes on this machine".
  String description();

  Path kubeconfig(User user);

  /// Manifests that give [User#Cgrant] its rights beside `deploy/rbac.yaml`, where it is not the
  /// ServiceAccount that has them.
  List<Path> bindings();

  boolean has(Ability ability);

  /// The name or address under which the API server reaches this machine.
  String hostOfThisMachine();

  /// Where there is one.
  Optional<Path> kubectl();

  /// Who did what, a line of JSON each. Only where there is [Ability#AuditLog].
  Path auditLog();

  /// Only where there is [Ability#Restart].
  void stopApiServer();

  /// Only where there is [Ability#Restart].
  void startApiServer();

  /// Its port takes connections then, and nothing answers. Only where there is [Ability#Restart].
  void freezeApiServer();

  /// Only where there is [Ability#Restart].
  void thawApiServer();

  @Override
  void close();

  /// Who sends a request.
  enum User {
    /// May do everything.
    Admin,
    /// cgrant itself, with the rights of `deploy/rbac.yaml`.
    Cgrant,
    /// May create workloads, and nothing that cgrant guards.
    Developer
  }

  /// What not every cluster offers. A test that needs one is aborted aloud where it is missing.
  enum Ability {
    /// ReplicaSets make pods.
    Controllers,
    /// The API server can be stopped and started.
    Restart,
    /// The API server writes an audit log, and it can be read.
    AuditLog
  }
}
