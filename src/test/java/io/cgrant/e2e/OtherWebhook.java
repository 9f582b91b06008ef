// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cgrant.certs.CertificateAuthority;
import io.cgrant.certs.KeyedCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Somebody else's mutating webhook, which the API server asks after cgrant: it changes every pod
/// of one namespace, once.
final class OtherWebhook implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final char[] PASSWORD = "unused".toCharArray();

  private final AtomicInteger calls = new AtomicInteger();
  private final String patch;
  private final HttpsServer server;
  private final Api admin;
  private final JsonNode configuration;

  /// @param namespace in which it changes pods
  /// @param patch RFC 6902
  OtherWebhook(Stand stand, String namespace, String patch) {
    this.patch = patch;
    this.admin = stand.as(Cluster.User.Admin);
    String host = stand.cluster().hostOfThisMachine();
    CertificateAuthority authority = CertificateAuthority.create(Instant.now());
    KeyedCertificate serving = authority.issue(List.of(host, "localhost"), Instant.now());
    try {
      String bind = host.equals("127.0.0.1") ? host : "0.0.0.0";
      server = HttpsServer.create(new InetSocketAddress(bind, stand.injectorPort()), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context(serving)));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::answer);
    server.start();
    configuration =
        configuration(namespace, host, stand.injectorPort(), authority.identity().leaf());
    admin.create(configuration).orThrow();
  }

  int calls() {
    return calls.get();
  }

  /// The API server reads webhook configurations a moment after they are written.
  void awaitAsked(Runnable attempt) {
    Wait.upTo(Duration.ofSeconds(60))
        .until(
            "the other webhook is asked",
            () -> {
              attempt.run();
              return calls.get() > 0;
            });
  }

  @Override
  public void close() {
    admin.delete(configuration);
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    JsonNode review = JSON.readTree(exchange.getRequestBody());
    String uid = review.at("/request/uid").asText();
    boolean isChanged = review.at("/request/object/metadata/annotations").has("other/was-here");
    String change = Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8));
    String patchField =
        isChanged ? "" : ",\"patchType\":\"JSONPatch\",\"patch\":\"" + change + "\"";
    byte[] answer =
        ("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"response\":"
                + "{\"uid\":\""
                + uid
                + "\",\"allowed\":true"
                + patchField
                + "}}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  /// Mutating webhooks are asked in the order of their configurations' names.
  private static JsonNode configuration(
      String namespace, String host, int port, X509Certificate authority) {
    return Manifests.parse(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata: {name: zz-other-$NS}
            webhooks:
            - name: other.example.com
              admissionReviewVersions: [v1]
              sideEffects: None
              clientConfig: {url: "https://$HOST:$PORT/", caBundle: "$CA"}
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: $NS}}
              rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
            """
                .replace("$NS", namespace)
                .replace("$HOST", host)
                .replace("$PORT", Integer.toString(port))
                .replace("$CA", Base64.getEncoder().encodeToString(pem(authority))))
        .getFirst();
  }

  private static byte[] pem(X509Certificate certificate) {
    try {
      String body = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
      return ("-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n")
          .getBytes(StandardCharsets.US_ASCII);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(KeyedCertificate serving)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry(
        "other", serving.key(), PASSWORD, serving.chain().toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
