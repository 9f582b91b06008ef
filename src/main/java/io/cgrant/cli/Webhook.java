// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A webhook, reached as an API server reaches it: HTTP/1.1 over TLS, and one certificate authority
/// is trusted.
record Webhook(URI url, HttpClient client) implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final JsonMapper MAPPER = new JsonMapper();

  /// @throws WebhookUnreachable when the file holds no certificate
  static Webhook at(URI url, Path caFile) {
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .sslContext(trusting(caFile))
            .build();
    return new Webhook(url, client);
  }

  /// @return the `response` of the AdmissionReview
  /// @throws WebhookUnreachable when there is none
  JsonNode review(String path, ObjectNode review) {
    var request =
        HttpRequest.newBuilder(url.resolve(path + "?timeout=10s"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(review.toString()))
            .build();
    try {
      HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode response = MAPPER.readTree(reply.body()).path("response");
      if (reply.statusCode() != 200 || !response.isObject()) {
        throw new WebhookUnreachable(
            request.uri() + " answers " + reply.statusCode() + ": " + reply.body());
      }
      return response;
    } catch (JsonProcessingException e) {
      throw new WebhookUnreachable(request.uri() + " is no webhook: it does not answer in JSON");
    } catch (IOException e) {
      throw new WebhookUnreachable(
          url + " does not answer (" + reason(e) + "); start it with: make run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WebhookUnreachable("interrupted");
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static SSLContext trusting(Path caFile) {
    try (InputStream pem = Files.newInputStream(caFile)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + number, ca);
        number++;
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new WebhookUnreachable(
          caFile + " cannot be read as a PEM certificate (" + reason(e) + "); check --ca-file");
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
