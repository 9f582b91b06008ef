// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
      converter = HttpsUrl.class,
      paramLabel = "URL",
      description = "Without kubectl: read it from this API server.")
  private Optional<URI> apiServer = Optional.empty();

  @Option(
      names = "--server",
      converter = HttpsUrl.class,
      paramLabel = "URL",
      description =
          "Ask the HTTP API of a cgrant that runs, as https://cgrant.cgrant.svc:8444, instead of"
              + " judging here.")
  private Optional<URI> server = Optional.empty();

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      description =
          "With --server: whose certificate it shows, where that is not its address, as"
              + " cgrant.cgrant.svc behind a forwarded port.")
  private Optional<String> serverName = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "With --api-server or --server: the bearer token of who asks.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "With --api-server or --server: who signed its certificate (PEM).")
  private Optional<Path> caFile = Optional.empty();

  /// Where a cgrant that runs is to judge.
  ///
  /// @param as for whom, where it is somebody else
  /// @throws JudgeUnreachable when a file holds no certificate, or there is no token
  Optional<RemoteServer> remote(Optional<String> as, List<String> groups) {
    if (server.isEmpty()) {
      if (serverName.isPresent() || as.isPresent() || !groups.isEmpty()) {
        throw wrong("--server-name, --as and --as-group are for --server");
      }
      return Optional.empty();
    }
    if (apiServer.isPresent()) {
      throw wrong("--server and --api-server are two ways to ask: leave one of them out");
    }
    if (!Stream.concat(as.stream(), groups.stream()).allMatch(ReadOptions::isSendable)) {
      throw wrong("--as and --as-group take names of printable ASCII, as a header can hold them");
    }
    Path trusted = caFile.orElseThrow(() -> wrong("--server needs --ca-file"));
    String token =
        tokenFile
            .map(BearerToken::in)
            .orElseGet(() -> KubeconfigToken.of(new KubectlReads(kubeconfig, context).user()));
    HttpClient http =
        serverName
            .map(name -> Trusting.client(trusted, name))
            .orElseGet(() -> Trusting.client(trusted));
    return Optional.of(new RemoteServer(server.get(), http, token, as, groups));
  }

  private static boolean isSendable(String name) {
    return name.matches("[!-~]([ -~]*[!-~])?");
  }

  /// For a command that looks at a cluster itself.
  ///
  /// @throws JudgeUnreachable when a file holds no certificate
  Reads readsWithoutServer() {
    if (server.isPresent() || serverName.isPresent()) {
      throw wrong("--server and --server-name are for commands that a cgrant answers");
    }
    return reads();
  }

  /// @throws JudgeUnreachable when a file holds no certificate
  Reads reads() {
    if (server.isPresent()) {
      return new KubectlReads(kubeconfig, context);
    }
    if (apiServer.isEmpty()) {
      if (tokenFile.isPresent() || caFile.isPresent()) {
        throw wrong(
            "--token-file and --ca-file are for --api-server and --server; kubectl has its own");
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
