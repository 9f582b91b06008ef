// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.apiserver.StreamedGet;
import io.cgrant.manifest.ListPage;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reports at an API server.
///
/// Lists name the one report by a field selector, and it is written by server-side apply: so every
/// right that this needs can be bound to that name, also the right to create.
final class ApiServerReportStore implements ReportStore {

  private static final ObjectMapper JSON = new ObjectMapper(ListPage.JSON.copy());
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("cgrant")
          .withForce(true)
          .build();
  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  /// Milliseconds, for one answer.
  private static final int TIMEOUT = 10_000;

  private static final int PAGE = 500;

  private final KubernetesClient client;
  private final ReportKind kind;
  private final StreamedGet objects;
  private final StreamedGet lists;

  ApiServerReportStore(KubernetesClient client, ReportKind kind) {
    this.client = client;
    this.kind = kind;
    this.objects = new StreamedGet(client, "application/json", TIMEOUT);
    this.lists = new StreamedGet(client, METADATA_ONLY, TIMEOUT);
  }

  static Map<ReportKind, ReportStore> all(KubernetesClient client) {
    var stores = new EnumMap<ReportKind, ReportStore>(ReportKind.class);
    for (ReportKind kind : ReportKind.values()) {
      stores.put(kind, new ApiServerReportStore(client, kind));
    }
    return stores;
  }

  @Override
  public boolean isServed() {
    return found(path())
        .map(
            group -> {
              boolean isServed = false;
              for (JsonNode resource : group.path("resources")) {
                isServed |= resource.path("name").asText().equals(kind.plural());
              }
              return isServed;
            })
        .orElse(false);
  }

  @Override
  public Map<String, String> versions() {
    var versions = new TreeMap<String, String>();
    String from = "";
    do {
      String where = from.isEmpty() ? "" : "&continue=" + encoded(from);
      from =
          lists.of(
              path()
                  + "/"
                  + kind.plural()
                  + "?fieldSelector="
                  + encoded("metadata.name=" + ReportBody.NAME)
                  + "&limit="
                  + PAGE
                  + where,
              body -> MetadataList.read(body, versions::put));
    } while (!from.isEmpty());
    return versions;
  }

  @Override
  public Optional<JsonNode> read(String namespace) {
    return found(path() + "/namespaces/" + namespace + "/" + kind.plural() + "/" + ReportBody.NAME);
  }

  @Override
  public JsonNode write(String namespace, ObjectNode report) {
    var object = JSON.convertValue(report, GenericKubernetesResource.class);
    return JSON.valueToTree(reports(namespace).resource(object).patch(APPLY, object));
  }

  @Override
  public void remove(String namespace) {
    reports(namespace).withName(ReportBody.NAME).delete();
  }

  private NonNamespaceOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>>
      reports(String namespace) {
    return client.genericKubernetesResources(kind.context()).inNamespace(namespace);
  }

  private Optional<JsonNode> found(String path) {
    try {
      return Optional.of(objects.of(path, JSON::readTree));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private String path() {
    return "apis/" + kind.apiVersion();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
