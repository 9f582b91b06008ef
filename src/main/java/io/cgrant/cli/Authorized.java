// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/// Requests to an API server in the name of whoever has the token.
record Authorized(URI url, HttpClient client, Path tokenFile) implements AutoCloseable {

  /// @throws JudgeUnreachable when the file holds no certificate
  static Authorized at(URI url, Path caFile, Path tokenFile) {
    return new Authorized(url, Trusting.client(caFile), tokenFile);
  }

  /// @param path below the address, with its query
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(Trusting.PATIENCE)
        .header("Accept", "application/json");
  }

  /// @throws JudgeUnreachable when there is no answer
  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      request.header("Authorization", "Bearer " + Files.readString(tokenFile).strip());
      return client.send(request.build(), body);
    } catch (java.nio.file.FileSystemException e) {
      throw new JudgeUnreachable(tokenFile + " cannot be read; check --token-file");
    } catch (IOException e) {
      throw new JudgeUnreachable(url + " does not answer (" + Trusting.reason(e) + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JudgeUnreachable("interrupted");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
