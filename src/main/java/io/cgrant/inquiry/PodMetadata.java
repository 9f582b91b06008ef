// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Lists of pods, of which only the metadata is sent, read while they come.
final class PodMetadata {

  /// Selects the pods that have not ended.
  static final String NOT_ENDED =
      "?fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed";

  private static final Logger LOG = Logger.getLogger(PodMetadata.class);
  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  private final KubernetesClient client;
  private final int timeout;

  /// @param timeout of a list, in milliseconds; the client's own is only known to requests that it
  /// makes itself
  PodMetadata(KubernetesClient client, int timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  /// The client has no way to ask for metadata only.
  <T> T get(String path, BodyReader<T> reader) {
    String base = client.getMasterUrl().toString();
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri((base.endsWith("/") ? base : base + "/") + path)
            .header("Accept", METADATA_ONLY)
            .build();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout);
    CompletableFuture<HttpResponse<InputStream>> answer =
        http.sendAsync(request, InputStream.class);
    try {
      HttpResponse<InputStream> response = answer.get(timeout, TimeUnit.MILLISECONDS);
      try (InputStream body = response.body()) {
        if (response.code() != HttpURLConnection.HTTP_OK) {
          throw new KubernetesClientException(path + ": refused", response.code(), null);
        }
        return read(body, reader).get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      abandon(answer);
      Thread.currentThread().interrupt();
      throw new KubernetesClientException(path + ": interrupted", e);
    } catch (TimeoutException e) {
      abandon(answer);
      throw new KubernetesClientException(path + ": no answer within " + timeout + " ms", e);
    } catch (ExecutionException | IOException e) {
      throw new KubernetesClientException(path + ": " + e.getMessage(), e);
    }
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

  /// Elsewhere, since a body can stop coming.
  private static <T> CompletableFuture<T> read(InputStream body, BodyReader<T> reader) {
    var result = new CompletableFuture<T>();
    Thread.ofVirtual()
        .name("cgrant-list")
        .start(
            () -> {
              try {
                result.complete(reader.read(body));
              } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  @FunctionalInterface
  interface BodyReader<T> {
    T read(InputStream body) throws IOException;
  }
}
