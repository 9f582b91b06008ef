// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.metric.DecisionMeter;
import io.cgrant.metric.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever fails in an endpoint, the request has an answer, and soon.
final class PostedReviewTest {

  private static final String SENTENCE = "cgrant failed on this request; its log says why\n";

  private final EndpointServer server = new EndpointServer();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PostedReview review =
      new PostedReview(server.vertx(), server.bodies(), new DecisionMeter(new Meters(meters)));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aFailureOfOursIsAnHttpErrorThatSaysNoMore() throws Exception {
    HttpResponse<String> reply =
        reply(
            request -> {
              throw new IllegalStateException("a secret");
            });
    assertEquals(500, reply.statusCode());
    assertEquals(SENTENCE, reply.body());
    assertEquals(
        1, meters.get("cgrant.rejected.requests").tag("cause", "InternalError").counter().count());
  }

  @Test
  void soIsAStackThatIsTooSmall() throws Exception {
    assertEquals(500, reply(request -> overflow()).statusCode());
  }

  @Test
  void soIsAFailureOfWhatAnswersLater() throws Exception {
    HttpResponse<String> reply =
        reply(
            request ->
                server.vertx().setTimer(1, timer -> review.answering(request, () -> overflow())));
    assertEquals(500, reply.statusCode());
  }

  @Test
  void whatFailsAfterTheAnswerChangesNothing() throws Exception {
    HttpResponse<String> reply =
        reply(
            request -> {
              review.answer(request, "{}".getBytes(StandardCharsets.UTF_8));
              throw new IllegalStateException("audit");
            });
    assertEquals(200, reply.statusCode());
    assertEquals("{}", reply.body());
  }

  private HttpResponse<String> reply(Consumer<HttpServerRequest> endpoint) throws Exception {
    URI uri =
        server.open(
            request -> review.receive(request, (body, deadline) -> endpoint.accept(request)));
    return server.post(uri, "{}", Duration.ofMinutes(1));
  }

  private static void overflow() {
    throw new StackOverflowError();
  }
}
