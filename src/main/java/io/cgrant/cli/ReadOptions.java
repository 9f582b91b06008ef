// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How a command reads a cluster. Every command that reads one reads it so.
final class ReadOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The cluster is read by kubectl, with this file instead of its own.")
  private Optional<Path> kubeconfig = Optional.empty();

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "With this context of the file instead of the current one.")
  private Optional<String> context = Optional.empty();

  @Option(
      names = "--api-server",
      paramLabel = "URL",
      description = "Without kubectl: read it from this API server.")
  private Optional<URI> apiServer = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "With --api-server: the bearer token of who reads.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "With --api-server: who signed its certificate (PEM).")
  private Optional<Path> caFile = Optional.empty();

  /// @throws JudgeUnreachable when a file holds no certificate
  Reads reads() {
    if (apiServer.isEmpty()) {
      if (tokenFile.isPresent() || caFile.isPresent()) {
        throw wrong("--token-file and --ca-file are for --api-server; kubectl has its own");
      }
      return new KubectlReads(kubeconfig, context);
    }
    if (kubeconfig.isPresent() || context.isPresent()) {
      throw wrong("--kubeconfig and --context are for kubectl; leave them or --api-server out");
    }
    if (tokenFile.isEmpty() || caFile.isEmpty()) {
      throw wrong("--api-server needs --token-file and --ca-file");
    }
    return new ApiServerReads(ApiServerClient.at(apiServer.get(), caFile.get(), tokenFile.get()));
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
