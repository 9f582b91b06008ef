// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.apiserver;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// A read whose answer is worked off while it comes, in a form that the client itself does not ask
/// for.
///
/// @param accept the form
/// @param timeout of the whole answer, in milliseconds; the client's own is only known to requests
/// that it makes itself
public record StreamedGet(KubernetesClient client, String accept, int timeout) {

  private static final Logger LOG = Logger.getLogger(StreamedGet.class);

  /// Makes something of an answer's body.
  @FunctionalInterface
  public interface BodyReader<T> {
    T read(InputStream body) throws IOException;
  }

  /// @param path below the API server's address
  /// @throws KubernetesClientException when there was no whole answer in time; with the code of one
  /// that refuses
  public <T> T of(String path, BodyReader<T> reader) {
    return of(path, reader, body -> refused(path, HttpURLConnection.HTTP_GONE, body));
  }

  /// The same for whoever can make something of an answer 410, that what was asked for is too old.
  public <T> T of(String path, BodyReader<T> reader, BodyReader<T> gone) {
    String base = client.getMasterUrl().toString();
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri((base.endsWith("/") ? base : base + "/") + path)
            .header("Accept", accept)
            .build();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout);
    CompletableFuture<HttpResponse<InputStream>> answer =
        http.sendAsync(request, InputStream.class);
    try {
      HttpResponse<InputStream> response = answer.get(timeout, TimeUnit.MILLISECONDS);
      BodyReader<T> suitable =
          switch (response.code()) {
            case HttpURLConnection.HTTP_OK -> reader;
            case HttpURLConnection.HTTP_GONE -> gone;
            default -> body -> refused(path, response.code(), body);
          };
      return read(response.body(), suitable).get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      abandon(answer);
      Thread.currentThread().interrupt();
      throw new KubernetesClientException(path + ": interrupted", e);
    } catch (TimeoutException e) {
      abandon(answer);
      throw new KubernetesClientException(path + ": no answer within " + timeout + " ms", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KubernetesClientException refused) {
        throw refused;
      }
      throw new KubernetesClientException(path + ": " + e.getMessage(), e);
    }
  }

  private static <T> T refused(String path, int code, InputStream body) throws IOException {
    body.transferTo(OutputStream.nullOutputStream());
    throw new KubernetesClientException(path + ": refused by HTTP " + code, code, null);
  }

  /// A body that nobody reads waits, and holds one of the client's connections meanwhile. To close
  /// one again does nothing.
  private static void abandon(CompletableFuture<HttpResponse<InputStream>> answer) {
    answer.thenAccept(
        late -> {
          try {
            late.body().close();
          } catch (IOException e) {
            LOG.debugf("a list that came too late was not closed: %s", e.getMessage());
          }
        });
  }

  /// Elsewhere, since a body can stop coming. To its very end, and then not closed: to close a body
  /// closes its connection, a moment after another request may have been given the same. Nor may
  /// the reader close it, as one of JSON does.
  private static <T> CompletableFuture<T> read(InputStream body, BodyReader<T> reader) {
    var result = new CompletableFuture<T>();
    Thread.ofVirtual()
        .name("cgrant-list")
        .start(
            () -> {
              var open = new Unclosed(body);
              try {
                T made = reader.read(open);
                open.transferTo(OutputStream.nullOutputStream());
                result.complete(made);
              } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
                closeIfLeft(e, body);
              }
            });
    return result;
  }

  /// A refusal was read to its end.
  private static void closeIfLeft(Exception failure, InputStream body) {
    if (!(failure instanceof KubernetesClientException)) {
      try {
        body.close();
      } catch (IOException e) {
        LOG.debugf("a list that nobody reads was not closed: %s", e.getMessage());
      }
    }
  }

  private static final class Unclosed extends FilterInputStream {

    Unclosed(InputStream body) {
      super(body);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return in.read(bytes, from, length);
    }

    @Override
    public void close() {}
  }
}
