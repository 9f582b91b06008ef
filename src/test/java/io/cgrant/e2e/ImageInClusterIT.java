// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final int SIGTERM = 128 + 15;

  private final int port = Ports.free();

  @Test
  void theChartsPodGrantsAndRefuses(ChartStand stand) throws Exception {
    BuiltImage built = BuiltImage.ofThisRun();
    try (var sharing = new SharingReplicas(stand, "image")) {
      sharing.handTo(port);
      var pod = ChartsContainer.of(stand, port);
      JsonNode container = pod.container();
      Path log = BuiltImage.FOLDER.resolve("cgrant.log");
      Process cgrant = pod.start(built.container(), log);
      try {
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
        int grace = pod.pod().path("terminationGracePeriodSeconds").asInt();
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
}
