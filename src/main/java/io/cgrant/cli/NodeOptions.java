// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.doctor.node.NodeReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Where the files of a node are.
final class NodeOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--node",
      arity = "0..1",
      paramLabel = "ROOTFS",
      fallbackValue = "/",
      description =
          "Look at the files of a node below this folder instead of a cluster. Default: ${FALLBACK-VALUE}")
  private Optional<Path> root = Optional.empty();

  @Option(
      names = "--proc",
      paramLabel = "DIR",
      description = "With --node: where the node's /proc is. Default: ROOTFS/proc")
  private Optional<Path> proc = Optional.empty();

  @Option(
      names = "--containerd-config",
      paramLabel = "PATH",
      description = "With --node: containerd's main file, as the node calls it.")
  private Optional<String> containerd = Optional.empty();

  @Option(
      names = "--crio-config",
      paramLabel = "PATH",
      description = "With --node: CRI-O's main file, as the node calls it.")
  private Optional<String> crio = Optional.empty();

  @Option(
      names = "--kubelet-config",
      paramLabel = "PATH",
      description = "With --node: the kubelet's file, as the node calls it.")
  private Optional<String> kubelet = Optional.empty();

  /// Empty where a cluster is meant.
  Optional<NodeReader.Places> places() {
    if (root.isEmpty()) {
      if (proc.isPresent() || containerd.isPresent() || crio.isPresent() || kubelet.isPresent()) {
        throw wrong(
            "--proc, --containerd-config, --crio-config and --kubelet-config are for --node");
      }
      return Optional.empty();
    }
    Path folder = root.get();
    if (!Files.isDirectory(folder)) {
      throw wrong("--node: " + folder + " is no folder; name where the node's / is");
    }
    return Optional.of(
        new NodeReader.Places(
            folder, proc.orElse(folder.resolve("proc")), containerd, crio, kubelet));
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
