// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cgrant.certs.CertificateFolder;
import io.cgrant.certs.KeyedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Servers on this machine, with a certificate of an authority in a folder.
final class LocalServer {

  private LocalServer() {}

  /// Not started yet.
  static HttpsServer in(Path folder) throws IOException, GeneralSecurityException {
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(made(folder))));
    return server;
  }

  /// Started, with a token in the folder for whoever asks it.
  static HttpsServer started(Path folder, HttpHandler answers)
      throws IOException, GeneralSecurityException {
    HttpsServer server = in(folder);
    server.createContext("/", answers);
    server.start();
    Files.writeString(folder.resolve("token"), "secret\n");
    return server;
  }

  /// The same as [#in], with a certificate of another name than its address.
  static HttpsServer in(Path folder, String name) throws IOException, GeneralSecurityException {
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var folderOfName = new CertificateFolder(folder, List.of(name), InstantSource.system());
    server.setHttpsConfigurator(new HttpsConfigurator(context(folderOfName.current())));
    return server;
  }

  static String url(HttpsServer server) {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Its authority is `ca.crt` there.
  static KeyedCertificate made(Path folder) throws IOException {
    return new CertificateFolder(folder, List.of("127.0.0.1"), InstantSource.system()).current();
  }

  static void reply(HttpExchange exchange, int code, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static SSLContext context(KeyedCertificate identity)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry(
        "a", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
