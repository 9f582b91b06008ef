// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The image as a container of the chart's pod: its arguments, its variables, its ServiceAccount,
/// and an API server that asks it.
@Tag("image")
@ExtendWith(ChartStand.Lasting.class)
final class ImageInClusterIT {

  private static final String CGRANT = "/apis/apps/v1/namespaces/cgrant/deployments/cgrant";
  private static final String ACCOUNT = "/api/v1/namespaces/cgrant/serviceaccounts/cgrant/token";
  private static final String ROOT_CA = "/api/v1/namespaces/cgrant/configmaps/kube-root-ca.crt";
  private static final Duration LONGEST_START = Duration.ofMinutes(4);
  private static final int SIGTERM = 128 + 15;

  private final int port = Ports.free();
  private final int management = Ports.free();

  @Test
  void theChartsPodGrantsAndRefuses(ChartStand stand) throws Exception {
    BuiltImage built = BuiltImage.ofThisRun();
    try (var sharing = new SharingReplicas(stand, "image")) {
      sharing.handTo(port);
      JsonNode pod = stand.admin().get(CGRANT).orThrow().body().at("/spec/template/spec");
      JsonNode container = pod.at("/containers/0");
      Path log = BuiltImage.FOLDER.resolve("cgrant.log");
      long began = System.nanoTime();
      Process cgrant =
          built
              .container()
              .with(environment(stand, container))
              .with("var/run/secrets/kubernetes.io/serviceaccount", account(stand))
              .start(log, words(container.path("args")));
      try {
        String ready = container.at("/readinessProbe/httpGet/path").asText();
        Wait.upTo(LONGEST_START)
            .until(
                () -> "it is ready; its log:\n" + Manifests.text(log),
                () -> cgrant.isAlive() && answers(ready));
        ClusterChoice.say("ready %d ms after its start".formatted(elapsed(began)));
        sharing.awaitGrant();
        JsonNode unbounded = sharing.pod();
        ((ObjectNode) unbounded.at("/spec/containers/0")).remove("resources");
        Reply refused = stand.admin().rehearse(unbounded);
        assertFalse(refused.accepted());
        assertTrue(refused.message().contains("LimitMissing"), refused.message());
        assertBounded(cgrant, container);
        assertItsCommandLineIsAnswered(built, sharing);
      } finally {
        cgrant.destroy();
        int grace = pod.path("terminationGracePeriodSeconds").asInt();
        assertTrue(cgrant.waitFor(grace, TimeUnit.SECONDS), "it does not end");
      }
      assertEquals(SIGTERM, cgrant.exitValue(), () -> Manifests.text(log));
    }
  }

  /// What the kernel says of the process, and what the chart allows it.
  private static void assertBounded(Process cgrant, JsonNode container) throws IOException {
    var status = new TreeMap<String, String>();
    for (String line : Files.readAllLines(Path.of("/proc/" + cgrant.pid() + "/status"))) {
      String[] parts = line.split(":", 2);
      status.put(parts[0], parts[1].strip());
    }
    assertEquals("65532\t65532\t65532\t65532", status.get("Uid"));
    assertEquals("65532\t65532\t65532\t65532", status.get("Gid"));
    assertEquals("1", status.get("NoNewPrivs"));
    assertEquals(0, Long.parseLong(status.get("CapEff"), 16));
    long most = Long.parseLong(status.get("VmHWM").replaceAll("\\D", "")) / 1024;
    String limit = container.at("/resources/limits/memory").asText();
    ClusterChoice.say("it took %d MiB of %s".formatted(most, limit));
    assertTrue(most < Long.parseLong(limit.replaceAll("\\D", "")), most + " MiB of " + limit);
  }

  /// The command line from the same image, with the name of the Service found in a file of hosts.
  private void assertItsCommandLineIsAnswered(BuiltImage built, SharingReplicas sharing)
      throws IOException {
    Path hosts = BuiltImage.FOLDER.resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 localhost cgrant.cgrant.svc\n");
    Path ca = Folders.create(BuiltImage.FOLDER.resolve("ca"));
    Files.writeString(ca.resolve("ca.crt"), sharing.published());
    Path pods = Folders.create(BuiltImage.FOLDER.resolve("pods"));
    Files.writeString(
        pods.resolve("pod.yaml"),
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: refused, namespace: default, labels: {cgrant.io/writable-cgroup: "true"}}
        spec:
          containers:
          - {name: main, image: registry.example.com/app:1, securityContext: {privileged: true}}
        """);
    var tried =
        built
            .container()
            .with("etc/hosts", hosts)
            .with("var/run/cgrant/ca", ca)
            .with("var/run/cgrant/pods", pods)
            .run(
                BuiltImage.FOLDER.resolve("try.log"),
                "try",
                "--url=https://cgrant.cgrant.svc:" + port,
                "--ca-file=/var/run/cgrant/ca/ca.crt",
                "/var/run/cgrant/pods");
    assertEquals(0, tried.exitCode(), tried.output());
    assertTrue(tried.output().contains("Privileged"), tried.output());
  }

  /// What the pod says, and what a kubelet adds; on ports that are free here.
  private Map<String, String> environment(ChartStand stand, JsonNode container) {
    var environment = new HashMap<String, String>();
    container
        .path("env")
        .forEach(v -> environment.put(v.path("name").asText(), v.path("value").asText()));
    environment.put("HOSTNAME", "cgrant-image");
    environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    environment.put("KUBERNETES_SERVICE_PORT", Integer.toString(stand.admin().port()));
    environment.put("QUARKUS_HTTP_SSL_PORT", Integer.toString(port));
    environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
    return environment;
  }

  private static Path account(ChartStand stand) throws IOException {
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

  private static long elapsed(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }

  private static List<String> words(JsonNode array) {
    var words = new ArrayList<String>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }
}
