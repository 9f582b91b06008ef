// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/// The container of the installed chart's pod, of the image: its arguments, its variables, its
/// ServiceAccount, on ports that are free here.
///
/// @param pod of the chart's Deployment
record ChartsContainer(ChartStand stand, JsonNode pod, int port, int management) {

  private static final String CGRANT = "/apis/apps/v1/namespaces/cgrant/deployments/cgrant";
  private static final String ACCOUNT = "/api/v1/namespaces/cgrant/serviceaccounts/cgrant/token";
  private static final String ROOT_CA = "/api/v1/namespaces/cgrant/configmaps/kube-root-ca.crt";
  private static final Duration LONGEST_START = Duration.ofMinutes(4);

  static ChartsContainer of(ChartStand stand, int port) {
    JsonNode pod = stand.admin().get(CGRANT).orThrow().body().at("/spec/template/spec");
    return new ChartsContainer(stand, pod, port, Ports.free());
  }

  JsonNode container() {
    return pod.at("/containers/0");
  }

  /// Returns once it is ready.
  ///
  /// @param image with what else is mounted
  Process start(ImageContainer image, Path log) throws IOException {
    long began = System.nanoTime();
    var words = new ArrayList<String>();
    container().path("args").forEach(word -> words.add(word.asText()));
    Process cgrant =
        image
            .with(environment())
            .with("var/run/secrets/kubernetes.io/serviceaccount", account())
            .start(log, words);
    String ready = container().at("/readinessProbe/httpGet/path").asText();
    try {
      Wait.upTo(LONGEST_START)
          .until(
              () -> "it is ready; its log:\n" + Manifests.text(log),
              () -> cgrant.isAlive() && answers(ready));
    } catch (AssertionError | RuntimeException e) {
      cgrant.destroyForcibly();
      throw e;
    }
    ClusterChoice.say(
        "ready %d ms after its start".formatted((System.nanoTime() - began) / 1_000_000));
    return cgrant;
  }

  /// What the pod says, and what a kubelet adds.
  private Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    container()
        .path("env")
        .forEach(v -> environment.put(v.path("name").asText(), v.path("value").asText()));
    environment.put("HOSTNAME", "cgrant-image");
    environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    environment.put("KUBERNETES_SERVICE_PORT", Integer.toString(stand.admin().port()));
    environment.put("QUARKUS_HTTP_SSL_PORT", Integer.toString(port));
    environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
    return environment;
  }

  private Path account() throws IOException {
    String request =
        "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {expirationSeconds: 3600}}";
    Reply token = stand.admin().post(ACCOUNT, Manifests.parse(request).getFirst());
    JsonNode data = stand.admin().get(ROOT_CA).orThrow().body().path("data");
    Path folder = Folders.create(BuiltImage.FOLDER.resolve("account"));
    Files.writeString(folder.resolve("token"), token.orThrow().body().at("/status/token").asText());
    Files.writeString(folder.resolve("ca.crt"), data.path("ca.crt").asText());
    Files.writeString(folder.resolve("namespace"), "cgrant");
    return folder;
  }

  private boolean answers(String path) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path));
    try {
      return HttpClient.newHttpClient()
              .send(request.timeout(Duration.ofSeconds(5)).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
