// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.manifest.ListPage;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The API server as one user sees it: what is sent is what the test says, byte for byte, and
/// warnings come back.
final class Api {

  /// Objects are as deep as somebody wrote them.
  private static final ObjectMapper JSON = new ObjectMapper(ListPage.JSON.copy());
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /// RFC 7234, 5.5: code, agent, text in quotes.
  private static final Pattern WARNING = Pattern.compile("299 \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Config config;
  private final HttpClient http;
  private final List<String> headers;

  private Api(Config config, HttpClient http, List<String> headers) {
    this.config = config;
    this.http = http;
    this.headers = headers;
  }

  static Api as(Path kubeconfig) {
    return as(kubeconfig, HttpClient.Version.HTTP_2);
  }

  /// With HTTP/1.1 each request that is under way has a connection for itself.
  static Api as(Path kubeconfig, HttpClient.Version version) {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    try {
      return new Api(
          config,
          HttpClient.newBuilder().version(version).sslContext(SSLUtils.sslContext(config)).build(),
          List.of());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot use " + kubeconfig, e);
    }
  }

  /// The same cluster as another user, who needs no credentials: only for an administrator.
  Api impersonating(String user) {
    return impersonating(user, List.of());
  }

  Api impersonating(String user, List<String> groups) {
    var names = new ArrayList<>(List.of("Impersonate-User", user));
    groups.forEach(group -> names.addAll(List.of("Impersonate-Group", group)));
    return new Api(config, http, names);
  }

  /// Where the API server listens.
  int port() {
    return URI.create(config.getMasterUrl()).getPort();
  }

  Reply create(JsonNode object) {
    return post(Resources.collection(object), object);
  }

  /// Goes all the way through admission, and stores nothing.
  Reply rehearse(JsonNode object) {
    return post(Resources.collection(object) + "?dryRun=All", object);
  }

  /// Server-side apply.
  Reply apply(JsonNode object) {
    String path = Resources.path(object) + "?fieldManager=cgrant-e2e&force=true";
    return send("PATCH", path, "application/apply-patch+yaml", text(object));
  }

  /// By server-side apply that gives way to other owners, as Helm 4 does it.
  Reply applyAs(String fieldManager, JsonNode object) {
    String path = Resources.path(object) + "?fieldManager=" + fieldManager;
    return send("PATCH", path, "application/apply-patch+yaml", text(object));
  }

  /// Whether server-side apply would take it, without a field that the server does not know.
  Reply rehearseApply(JsonNode object) {
    String options = "?dryRun=All&fieldValidation=Strict&fieldManager=cgrant-e2e&force=true";
    String path = Resources.path(object) + options;
    return send("PATCH", path, "application/apply-patch+yaml", text(object));
  }

  Reply replace(JsonNode object) {
    return put(Resources.path(object), object);
  }

  Reply put(String path, JsonNode object) {
    return send("PUT", path, "application/json", text(object));
  }

  Reply patch(String path, String patch) {
    return send("PATCH", path, "application/merge-patch+json", BodyPublishers.ofString(patch));
  }

  /// As `kubectl patch` without a type: lists are merged by the names of their entries.
  Reply strategicPatch(String path, String patch) {
    return send(
        "PATCH", path, "application/strategic-merge-patch+json", BodyPublishers.ofString(patch));
  }

  Reply get(JsonNode object) {
    return get(Resources.path(object));
  }

  Reply get(String path) {
    return send("GET", path, "application/json", BodyPublishers.noBody());
  }

  Reply post(String path, JsonNode body) {
    return send("POST", path, "application/json", text(body));
  }

  /// Byte for byte.
  Reply post(String path, byte[] body) {
    return send("POST", path, "application/json", BodyPublishers.ofByteArray(body));
  }

  Reply merge(JsonNode object, String subresource, String patch) {
    return send(
        "PATCH",
        Resources.path(object) + "/" + subresource,
        "application/strategic-merge-patch+json",
        BodyPublishers.ofString(patch));
  }

  Reply merge(JsonNode object, String patch) {
    return patch(Resources.path(object), patch);
  }

  Reply delete(JsonNode object) {
    String path = Resources.path(object) + "?gracePeriodSeconds=0&propagationPolicy=Background";
    return send("DELETE", path, "application/json", BodyPublishers.noBody());
  }

  /// The same cluster with another user's token.
  String kubeconfigWithToken(String token) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: e2e
          cluster: {server: "%s"%s}
        users:
        - name: e2e
          user: {token: "%s"}
        contexts:
        - name: e2e
          context: {cluster: e2e, user: e2e}
        current-context: e2e
        """
        .formatted(config.getMasterUrl(), authority(), token);
  }

  /// In the kubeconfig itself or in a file it names; absent where the machine's own authorities do.
  private String authority() {
    if (config.getCaCertData() != null) {
      return ", certificate-authority-data: \"" + config.getCaCertData() + "\"";
    }
    if (config.getCaCertFile() != null) {
      return ", certificate-authority: \""
          + Path.of(config.getCaCertFile()).toAbsolutePath()
          + "\"";
    }
    return "";
  }

  private Reply send(String method, String path, String type, BodyPublisher body) {
    String base = config.getMasterUrl().replaceAll("/+$", "");
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(LONGEST)
            .header("Content-Type", type)
            .header("Accept", "application/json")
            .method(method, body);
    for (int i = 0; i < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
    if (config.getAutoOAuthToken() != null) {
      request.header("Authorization", "Bearer " + config.getAutoOAuthToken());
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofByteArray());
      List<String> warnings =
          response.headers().allValues("warning").stream().flatMap(Api::warnings).toList();
      return new Reply(response.statusCode(), JSON.readTree(response.body()), warnings);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(method + " " + path, e);
    }
  }

  private static Stream<String> warnings(String header) {
    return WARNING.matcher(header).results().map(r -> r.group(1).replaceAll("\\\\(.)", "$1"));
  }

  private static BodyPublisher text(JsonNode object) {
    return BodyPublishers.ofString(object.toString());
  }
}
