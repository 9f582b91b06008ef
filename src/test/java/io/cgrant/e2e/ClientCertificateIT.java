// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import io.cgrant.certs.ClientRefused;
import io.cgrant.certs.ClientSigner;
import io.cgrant.certs.KeyedCertificate;
import io.cgrant.certs.Pem;
import io.cgrant.metric.Presence;
import io.cgrant.telemetry.Receiver;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A cgrant that answers only whom it knows, and an API server with the admission configuration of
/// the how-to. Which certificate the API server shows depends on the port by which it asks.
///
/// It traces its requests too, so that this needs no control plane of its own.
final class ClientCertificateIT {

  private static final Path FOLDER = Path.of("target/e2e/clients").toAbsolutePath();
  private static final Path PAGE = Path.of("docs/how-to/require-a-client-certificate.md");
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
  private static final String ON_NODES = "/etc/kubernetes/cgrant/";

  private final ClientSigner signer = ClientSigner.create("CN=cgrant clients");
  private final int known = Ports.free();
  private final int unknown = Ports.free();
  private final int misnamed = Ports.free();
  private final int foreign = Ports.free();

  @Test
  void onlyTheApiServerWithTheRightCertificateIsAnswered() {
    Folders.delete(FOLDER);
    Path authority = Folders.write(Folders.create(FOLDER).resolve("ca.crt"), signer.pem());
    try (var collector = new Receiver();
        var stand = ChartStand.start(FOLDER, List.of(admissionFlag(), tracingFlag()))) {
      stand
          .release()
          .install(
              "{rbac: {users: [cgrant]}, certificates: {clientAuthority: {names: [kube-apiserver],"
                  + " caBundle: %s}}}".formatted(new TextNode(signer.pem())));
      try (var sharing = new SharingReplicas(stand, "clients")) {
        sharing.listenOn(known);
        PackagedCgrant replica =
            sharing.start(
                "-Dcgrant.tls.client-authority=" + authority,
                "-Dcgrant.tls.client-names=somebody-else,kube-apiserver",
                "-Dcgrant.otlp.endpoint=" + collector.url(),
                "-Dcgrant.otlp.traces=true",
                "-Dcgrant.otlp.sampling=0",
                "-Dcgrant.api.enabled=true",
                "-Dcgrant.api.port=" + Ports.free());
        sharing.awaitGrant();
        assertTraced(collector);
        assertEquals(List.of(0L, 0L, 0L), refused(replica));
        assertEquals(
            List.of(),
            new ExposedSeries(replica.metricsText()).contradictions(Set.of(Presence.values())));

        assertRefused(stand, sharing, unknown);
        assertSaid(replica, "(Missing): it sent no certificate");
        assertRefused(stand, sharing, misnamed);
        assertSaid(replica, "(WrongName): its certificate names [kubelet]");
        assertRefused(stand, sharing, foreign);
        assertSaid(replica, "(Untrusted): its certificate, for CN=kube-apiserver and issued by");
        Wait.upTo(LONGEST)
            .until(
                () -> "all are counted: " + refused(replica),
                () -> refused(replica).stream().allMatch(n -> n > 0));

        // Probes need no certificate, and another port is as good as the first.
        assertTrue(replica.isReady());
        sharing.listenOn(known);
        sharing.awaitGrant();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -Dcgrant.tls.client-names=kube-apiserver | client-names is set without cgrant.tls.client-authority
          -Dcgrant.tls.client-authority=pom.xml    | client-authority is set without cgrant.tls.client-names
          -Dcgrant.tls.client-names=a -Dcgrant.tls.client-authority=pom.xml | cgrant.tls.client-authority cannot be read: java.io.IOException: pom.xml: holds no certificate
          """)
  void isNeverHalfOn(String properties, String sentence) {
    Path folder = FOLDER.resolveSibling("clients-half");
    Folders.delete(folder);
    Path world = Folders.create(folder.resolve("world"));
    var words = new ArrayList<>(List.of(properties.split(" ")));
    words.add("-Dcgrant.folder=" + world);
    try (var cgrant = new PackagedCgrant(folder, URI.create("https://127.0.0.1:" + unknown))) {
      cgrant.launch(words, Map.of());
      Wait.upTo(LONGEST).until("it ends", () -> !cgrant.isAlive());
      assertSaid(cgrant, sentence);
    }
  }

  /// The same API server as before, with what it has for this port.
  private static void assertRefused(ChartStand stand, SharingReplicas sharing, int port) {
    sharing.listenOn(port);
    Wait.upTo(LONGEST)
        .until(
            () -> "nobody answers; " + stand.admin().rehearse(sharing.pod()),
            () -> failsByTls(stand.admin().rehearse(sharing.pod()).message()));
    assertTrue(stand.admin().rehearse(sharing.ordinaryPod()).accepted());
  }

  private static boolean failsByTls(String message) {
    return message.contains("failed calling webhook") && message.contains("tls: ");
  }

  private String admissionFlag() {
    write("client", signer.issue("CN=kube-apiserver"));
    write("misnamed", signer.issue("CN=kubelet"));
    write("foreign", ClientSigner.create("CN=others").issue("CN=kube-apiserver"));
    List<String> blocks =
        BLOCK.matcher(Manifests.text(PAGE)).results().map(found -> found.group(1)).toList();
    String admission = blocks.get(0).replace(ON_NODES, FOLDER + "/");
    String users = blocks.get(1).replace(ON_NODES, FOLDER + "/");
    assertTrue(users.contains("- name: cgrant.cgrant.svc\n"), users);
    Folders.write(
        FOLDER.resolve("webhooks.kubeconfig"),
        users.replace("cgrant.cgrant.svc", "cgrant.cgrant.svc:" + known)
            + user(misnamed, "misnamed")
            + user(foreign, "foreign"));
    return "--admission-control-config-file="
        + Folders.write(FOLDER.resolve("admission.yaml"), admission);
  }

  private static String user(int port, String name) {
    return "- name: cgrant.cgrant.svc:%d\n  user: {client-certificate: %s.crt, client-key: %s.key}\n"
        .formatted(port, FOLDER.resolve(name), FOLDER.resolve(name));
  }

  private static void write(String name, KeyedCertificate client) {
    Folders.write(FOLDER.resolve(name + ".crt"), Pem.text(client.chain()));
    Folders.write(FOLDER.resolve(name + ".key"), Pem.text(client.key()));
  }

  /// The API server traces every request, and cgrant none by itself.
  private static String tracingFlag() {
    return "--tracing-config-file="
        + Folders.write(
            FOLDER.resolve("tracing.yaml"),
            """
            apiVersion: apiserver.config.k8s.io/v1beta1
            kind: TracingConfiguration
            endpoint: 127.0.0.1:1
            samplingRatePerMillion: 1000000
            """);
  }

  private static void assertTraced(Receiver collector) {
    Wait.upTo(LONGEST).until("decisions are in traces", () -> !collector.spans().isEmpty());
    for (Span span : collector.spans()) {
      assertFalse(span.getTraceId().isEmpty());
      assertFalse(span.getParentSpanId().isEmpty(), "in no trace of the API server's");
    }
  }

  private static List<Long> refused(PackagedCgrant replica) {
    var metrics = replica.metrics().values();
    return List.of(ClientRefused.Cause.values()).stream()
        .map(cause -> "cgrant_clients_refused_total{cause=\"" + cause + "\"}")
        .map(series -> metrics.get(series).longValue())
        .toList();
  }

  private static void assertSaid(PackagedCgrant replica, String sentence) {
    Wait.upTo(LONGEST)
        .until(
            () -> sentence + " in " + Manifests.text(replica.log()),
            () -> Manifests.text(replica.log()).contains(sentence));
  }
}
