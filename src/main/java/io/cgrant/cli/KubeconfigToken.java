// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The token of the user whom kubectl would log in as: one that stands in its configuration, in a
/// file that it names, or that a program gives which it names.
///
/// Sources: Kubernetes, `client-go/tools/clientcmd/api/v1` and `client.authentication.k8s.io`.
final class KubeconfigToken {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String WAY_OUT =
      "; give --token-file, as of kubectl create token ACCOUNT --audience=cgrant";

  private KubeconfigToken() {}

  /// @param user the `user` of one entry of `users`
  /// @throws JudgeUnreachable where there is none
  static String of(JsonNode user) {
    if (user.hasNonNull("token")) {
      return BearerToken.of(user.get("token").asText(), "kubectl's user", WAY_OUT);
    }
    if (user.hasNonNull("tokenFile")) {
      return BearerToken.in(Path.of(user.get("tokenFile").asText()));
    }
    if (user.hasNonNull("exec")) {
      return ofProgram(user.get("exec"));
    }
    throw new JudgeUnreachable("kubectl's user has no token" + WAY_OUT);
  }

  private static String ofProgram(JsonNode exec) {
    var words = new ArrayList<String>();
    words.add(exec.path("command").asText());
    exec.path("args").forEach(argument -> words.add(argument.asText()));
    String apiVersion = exec.path("apiVersion").asText();
    var builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
    exec.path("env")
        .forEach(e -> builder.environment().put(e.path("name").asText(), e.path("value").asText()));
    builder
        .environment()
        .put(
            "KUBERNETES_EXEC_INFO",
            "{\"apiVersion\":\""
                + apiVersion
                + "\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false}}");
    return token(words, builder);
  }

  private static String token(List<String> words, ProcessBuilder builder) {
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      byte[] out = process.getInputStream().readAllBytes();
      String token =
          process.waitFor() == 0 ? MAPPER.readTree(out).at("/status/token").asText() : "";
      if (token.isEmpty()) {
        throw new JudgeUnreachable(words.getFirst() + " gives kubectl's user no token" + WAY_OUT);
      }
      return BearerToken.of(token, "what " + words.getFirst() + " gives", WAY_OUT);
    } catch (JsonProcessingException e) {
      // Not its words: they quote what it could not read, and that may be the token.
      throw new JudgeUnreachable(words.getFirst() + " does not answer in JSON" + WAY_OUT);
    } catch (IOException e) {
      throw new JudgeUnreachable(
          words.getFirst() + ", which logs kubectl's user in, failed: " + e.getMessage() + WAY_OUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JudgeUnreachable("interrupted");
    }
  }
}
