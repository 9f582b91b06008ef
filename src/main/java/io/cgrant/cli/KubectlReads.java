// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads by `kubectl`, which knows the cluster, the user and every way to log in.
///
/// @param kubeconfig another than kubectl's own
/// @param context another than the current one
record KubectlReads(Optional<Path> kubeconfig, Optional<String> context) implements Reads {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String NOT_FOUND = "(NotFound)";

  private record Run(int exitCode, byte[] out, String err) {}

  @Override
  public Optional<JsonNode> get(String path) {
    Run run = run("get", "--raw", path);
    if (run.exitCode() == 0) {
      return Optional.of(parsed(path, run.out()));
    }
    if (run.err().contains(NOT_FOUND)) {
      return Optional.empty();
    }
    throw new JudgeUnreachable("kubectl get --raw " + path + " says: " + run.err().strip());
  }

  @Override
  public String namespace() {
    Run run = run("config", "view", "--minify", "-o", "jsonpath={..namespace}");
    String named = new String(run.out(), StandardCharsets.UTF_8).strip();
    return run.exitCode() != 0 || named.isEmpty() ? "default" : named;
  }

  /// As whom it logs in, in words of its configuration.
  JsonNode user() {
    Run run = run("config", "view", "--minify", "--flatten", "--raw", "-o", "json");
    if (run.exitCode() != 0) {
      throw new JudgeUnreachable("kubectl config view says: " + run.err().strip());
    }
    return parsed("config", run.out()).at("/users/0/user");
  }

  @Override
  public void close() {}

  private static JsonNode parsed(String path, byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new JudgeUnreachable("kubectl get --raw " + path + " does not answer in JSON");
    }
  }

  private Run run(String... arguments) {
    var command = new ArrayList<>(List.of("kubectl"));
    kubeconfig.ifPresent(file -> command.add("--kubeconfig=" + file));
    context.ifPresent(name -> command.add("--context=" + name));
    command.add("--request-timeout=" + Trusting.PATIENCE.toSeconds() + "s");
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).start();
      process.getOutputStream().close();
      byte[] out = process.getInputStream().readAllBytes();
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), out, err);
    } catch (IOException e) {
      throw new JudgeUnreachable(
          "kubectl, which reads the cluster, cannot be started ("
              + Trusting.reason(e)
              + "); put it on the PATH, or give --api-server, --ca-file and --token-file");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JudgeUnreachable("interrupted");
    }
  }
}
