// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.apiserver.PodMetadata;
import io.cgrant.apiserver.StreamedGet;
import io.cgrant.manifest.ListPage;
import io.cgrant.manifest.PodPage;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// The pods of an API server, in pages of one moment.
///
/// Without a resource version: an API server from 1.34 on answers every page from its watch cache,
/// and not from etcd. With version 0 it would pass over the limit and send all pods at once.
final class ApiServerPods implements PodSource {

  private static final ObjectMapper JSON = new ObjectMapper();

  /// Milliseconds, for one page.
  private static final int TIMEOUT = 30_000;

  private static final String LIST = "pods" + PodMetadata.NOT_ENDED + "&limit=";

  private final StreamedGet lists;
  private final String pods;

  ApiServerPods(KubernetesClient client) {
    this(client, "", TIMEOUT);
  }

  /// @param namespace empty for all
  /// @param timeout of one page, in milliseconds
  ApiServerPods(KubernetesClient client, String namespace, int timeout) {
    this.lists = new StreamedGet(client, "application/json", timeout);
    this.pods = "api/v1/" + (namespace.isEmpty() ? "" : "namespaces/" + namespace + "/") + LIST;
  }

  @Override
  public String page(String from, int most, Consumer<byte[]> each) {
    String where = from.isEmpty() ? "" : "&continue=" + encoded(from);
    return lists
        .of(pods + most + where, list -> PodPage.read(list, each), ApiServerPods::newer)
        .next();
  }

  /// The moment of the first page is too long ago. The API server says how to go on with the pods
  /// of now.
  private static ListPage newer(InputStream refusal) throws IOException {
    String next = JSON.readTree(refusal).at("/metadata/continue").asText();
    if (next.isEmpty()) {
      throw new IOException("the list is too old, and cannot be gone on with");
    }
    return new ListPage(next);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
