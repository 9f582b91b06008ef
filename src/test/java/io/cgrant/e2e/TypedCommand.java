// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import io.cgrant.e2e.Cluster.User;
import java.nio.file.Path;

/// A command of a page as a reader types it, with a real kubectl.
final class TypedCommand {

  private TypedCommand() {}

  /// In the folder that the page's paths begin at, as the administrator.
  static Command.Result run(String command, Cluster cluster) {
    Path folder = Programs.kubectl(cluster).toAbsolutePath().getParent();
    return Command.of("bash", "-c", "PATH='%s':$PATH\n%s".formatted(folder, command))
        .with("KUBECONFIG", cluster.kubeconfig(User.Admin))
        .with("KUBECACHEDIR", Folders.ofRun("e2e/kubectl-cache"))
        .run();
  }
}
