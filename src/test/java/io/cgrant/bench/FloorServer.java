// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The floor that cgrant is measured against: the same Vert.x, TLS engine and JVM, and no decision.
///
/// `FloorServer PORT Nothing|Scan ANSWER_BYTES`. It listens on 127.0.0.1 and ends with its process.
public final class FloorServer {

  /// What it does with a body before it answers.
  enum Work {
    /// Receive it.
    Nothing,
    /// Receive it and walk over its JSON tokens, keeping no value.
    Scan
  }

  private static final JsonFactory JSON = new JsonFactory();

  private FloorServer() {}

  public static void main(String[] args) {
    int port = Integer.parseInt(args[0]);
    Consumer<Buffer> work = work(Work.valueOf(args[1]));
    Buffer answer = answer(Integer.parseInt(args[2]));
    HttpServerOptions options = listening(port);
    int loops = Runtime.getRuntime().availableProcessors();
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    Supplier<Loop> loop = () -> new Loop(options, work, answer);
    vertx
        .deployVerticle(loop::get, new DeploymentOptions().setInstances(loops))
        .onFailure(
            failure -> {
              System.err.println("cannot listen on port " + port + ": " + failure.getMessage());
              System.exit(1);
            });
  }

  private static HttpServerOptions listening(int port) {
    ServingPair pair = ServingPair.generate();
    return new HttpServerOptions()
        .setHost("127.0.0.1")
        .setPort(port)
        .setSsl(true)
        .setUseAlpn(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(pair.certificate()))
                .setKeyValue(Buffer.buffer(pair.key())));
  }

  private static Consumer<Buffer> work(Work work) {
    return switch (work) {
      case Nothing -> body -> {};
      case Scan -> FloorServer::scan;
    };
  }

  private static void scan(Buffer body) {
    try (JsonParser parser = JSON.createParser(body.getBytes())) {
      while (parser.nextToken() != null) {
        // Walking over the tokens is the work.
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("the body is no JSON", e);
    }
  }

  /// A JSON object of exactly that many bytes.
  private static Buffer answer(int bytes) {
    String frame = "{\"fixed\":\"\"}";
    String filling = "x".repeat(Math.max(0, bytes - frame.length()));
    String text = "{\"fixed\":\"" + filling + "\"}";
    return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
  }

  /// One event loop's share of the connections.
  private static final class Loop extends AbstractVerticle {
    private final HttpServerOptions options;
    private final Consumer<Buffer> work;
    private final Buffer answer;

    Loop(HttpServerOptions options, Consumer<Buffer> work, Buffer answer) {
      this.options = options;
      this.work = work;
      this.answer = answer;
    }

    @Override
    public void start() {
      vertx.createHttpServer(options).requestHandler(this::serve).listen();
    }

    private void serve(HttpServerRequest request) {
      request
          .body()
          .onSuccess(
              body -> {
                work.accept(body);
                request.response().putHeader("content-type", "application/json").end(answer);
              });
    }
  }
}
