// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A connection to one replica that is kept for many reviews, as an API server keeps it. One thread
/// at a time.
final class KeptConnection implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SSLSocket socket;
  private final InputStream in;
  private byte last;

  KeptConnection(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /// @return `response` of the review
  JsonNode ask(String path, JsonNode pod) throws IOException {
    return answer(path, Review.of(pod));
  }

  /// @return `response` to this review
  JsonNode answer(String path, JsonNode review) throws IOException {
    return JSON.readTree(post(path, bytes(review))).path("response");
  }

  byte[] post(String path, byte[] body) throws IOException {
    socket.getOutputStream().write(request(path, body));
    return answer();
  }

  /// Sends all but the last byte, which [#finish] sends.
  void begin(String path, byte[] body) throws IOException {
    byte[] all = request(path, body);
    socket.getOutputStream().write(all, 0, all.length - 1);
    last = all[all.length - 1];
  }

  byte[] finish() throws IOException {
    socket.getOutputStream().write(last);
    return answer();
  }

  /// Sends bytes as they are.
  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /// @param algorithms by which it takes signatures
  void shakeHands(List<String> algorithms) throws IOException {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setSignatureSchemes(algorithms.toArray(String[]::new));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
  }

  /// Says that nothing more comes, where TLS would let something come.
  void end() throws IOException {
    socket.startHandshake();
    socket.shutdownOutput();
  }

  /// The first line of the next answer.
  String status() throws IOException {
    return line();
  }

  private static byte[] request(String path, byte[] body) {
    String head =
        "POST %s?timeout=5s HTTP/1.1\r\nHost: cgrant.cgrant.svc\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, body.length);
    var request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private byte[] answer() throws IOException {
    String status = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
      }
    }
    byte[] answer = in.readNBytes(length);
    if (!status.contains(" 200 ")) {
      throw new IOException(status + ": " + new String(answer, StandardCharsets.UTF_8));
    }
    return answer;
  }

  static byte[] bytes(JsonNode object) {
    return object.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
