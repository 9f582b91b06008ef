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

/// Who is asked: the webhook itself, or the API server that asks it.
final class JudgeOptions {

  private static final URI LOCAL = URI.create("https://127.0.0.1:8443");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--url",
      converter = HttpsUrl.class,
      paramLabel = "URL",
      description = "Where the webhook listens. Default: https://127.0.0.1:8443")
  private Optional<URI> url = Optional.empty();

  @Option(
      names = "--api-server",
      converter = HttpsUrl.class,
      paramLabel = "URL",
      description = {
        "Create the pods at this API server instead, by dry-run: they go through all of its admission,"
            + " and none is stored."
      })
  private Optional<URI> apiServer = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "With --api-server: the bearer token of who creates the pods.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      required = true,
      description = "The certificate authority that signed the certificate of either (PEM).")
  private Path caFile = Path.of("");

  /// @throws JudgeUnreachable when a file holds no certificate
  Judge judge() {
    if (apiServer.isEmpty() && tokenFile.isPresent()) {
      throw wrong("--token-file is for --api-server, and the webhook asks for no token");
    }
    if (apiServer.isEmpty()) {
      return Webhook.at(url.orElse(LOCAL), caFile);
    }
    if (url.isPresent()) {
      throw wrong("--url and --api-server are two ways to ask: leave one of them out");
    }
    if (tokenFile.isEmpty()) {
      throw wrong("--api-server needs --token-file: the token of an account that may create pods");
    }
    return ApiServer.at(apiServer.get(), caFile, tokenFile.get());
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
