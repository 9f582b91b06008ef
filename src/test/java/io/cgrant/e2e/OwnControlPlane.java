// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `e2e/controlplane`: etcd, kube-apiserver and kube-controller-manager as processes on this
/// machine.
final class OwnControlPlane implements Cluster {

  private static final String SCRIPT =
      Path.of("e2e/controlplane/control-plane").toAbsolutePath().toString();
  private static final int GO_MISSING = 3;

  private final Path folder;

  private OwnControlPlane(Path folder) {
    this.folder = folder;
  }

  /// Empty when there is no Go to build the programs with.
  static Optional<Cluster> start(Path folder) {
    return start(folder, List.of());
  }

  /// @param apiServerFlags beside those that it has in any case
  static Optional<Cluster> start(Path folder, List<String> apiServerFlags) {
    // An earlier run that was killed may have left one behind.
    run("stop", folder.toString());
    Folders.delete(folder);
    Path flags = Folders.create(folder.getParent()).resolve("apiserver-flags");
    Folders.write(flags, String.join("\n", apiServerFlags));
    var started =
        Command.of(SCRIPT, "start", folder.toString(), "--apiserver-flags=" + flags).run();
    if (started.exitCode() == GO_MISSING) {
      return Optional.empty();
    }
    started.orThrow();
    return Optional.of(new OwnControlPlane(folder));
  }

  @Override
  public String description() {
    return "a control plane of our own in " + folder;
  }

  @Override
  public Path kubeconfig(User user) {
    return switch (user) {
      case Admin -> folder.resolve("kubeconfig");
      case Cgrant -> folder.resolve("cgrant.kubeconfig");
      case Developer -> folder.resolve("developer.kubeconfig");
    };
  }

  @Override
  public List<Path> bindings() {
    return List.of(Path.of("e2e/controlplane/user-cgrant.yaml"));
  }

  @Override
  public boolean has(Ability ability) {
    return switch (ability) {
      case Controllers, Restart, AuditLog -> true;
    };
  }

  @Override
  public String hostOfThisMachine() {
    return "127.0.0.1";
  }

  @Override
  public Optional<Path> kubectl() {
    return Optional.of(Path.of(run("bin").strip(), "kubectl"));
  }

  @Override
  public void stopApiServer() {
    run("stop-apiserver", folder.toString());
  }

  @Override
  public void startApiServer() {
    run("start-apiserver", folder.toString());
  }

  @Override
  public void freezeApiServer() {
    signalApiServer("-STOP");
  }

  @Override
  public void thawApiServer() {
    signalApiServer("-CONT");
  }

  private void signalApiServer(String signal) {
    String number = Folders.read(folder.resolve("run/kube-apiserver.pid")).strip();
    Command.of("kill", signal, number).run().orThrow();
  }

  /// Their numbers. A program that is started later is none of them.
  List<Long> processes() {
    try (Stream<Path> files = Files.list(folder.resolve("run"))) {
      return files
          .filter(file -> file.toString().endsWith(".pid"))
          .map(file -> Long.parseLong(Folders.read(file).strip()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The API server must be stopped.
  void stopEtcd() {
    run("stop-etcd", folder.toString());
  }

  void startEtcd() {
    run("start-etcd", folder.toString());
  }

  @Override
  public Path auditLog() {
    return folder.resolve("log/audit.log");
  }

  @Override
  public void close() {
    run("stop", folder.toString());
  }

  private static String run(String... arguments) {
    return Command.of(SCRIPT, arguments).run().orThrow();
  }
}
