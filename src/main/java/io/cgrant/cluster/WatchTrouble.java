// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Says why the cluster cannot be read: one sentence for each reason, not one for each watch and
/// each try.
final class WatchTrouble {

  /// How long the same reason is not told again.
  static final Duration PAUSE = Duration.ofMinutes(10);

  private static final int DEEPEST_CAUSE = 20;

  private final String apiServer;
  private final InstantSource clock;
  private final Consumer<String> log;
  private final Map<String, Instant> told = new HashMap<>();

  /// @param reason what counts as the same
  private record Trouble(String reason, String detail, String wayOut) {}

  /// @param apiServer its address, for people
  WatchTrouble(String apiServer, InstantSource clock, Consumer<String> log) {
    this.apiServer = apiServer;
    this.clock = clock;
    this.log = log;
  }

  /// Safe for many threads.
  synchronized void tell(Throwable failure) {
    Trouble trouble = trouble(failure);
    Instant now = clock.instant();
    Instant last = told.get(trouble.reason());
    if (last != null && now.isBefore(last.plus(PAUSE))) {
      return;
    }
    told.put(trouble.reason(), now);
    log.accept(
        "cannot read the cluster at %s (%s), and tries again; %s"
            .formatted(apiServer, trouble.detail(), trouble.wayOut()));
  }

  private static Trouble trouble(Throwable failure) {
    Optional<KubernetesClientException> answer =
        causes(failure)
            .filter(KubernetesClientException.class::isInstance)
            .map(KubernetesClientException.class::cast)
            .filter(e -> e.getCode() > 0)
            .findFirst();
    return answer
        .map(WatchTrouble::answered)
        .orElseGet(
            () ->
                new Trouble(
                    "no answer",
                    deepest(failure),
                    "check the network, and the address and certificate authority in KUBECONFIG;"
                        + " without a cluster, set cgrant.folder"));
  }

  private static Trouble answered(KubernetesClientException e) {
    String said =
        e.getStatus() == null || e.getStatus().getMessage() == null
            ? e.getMessage()
            : e.getStatus().getMessage();
    String detail = "HTTP " + e.getCode() + ", " + said;
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          new Trouble("credentials", detail, "renew the token or certificate that cgrant uses");
      case HttpURLConnection.HTTP_FORBIDDEN ->
          new Trouble(detail, detail, "give cgrant the rights in deploy/rbac.yaml");
      case HttpURLConnection.HTTP_NOT_FOUND ->
          new Trouble(detail, detail, "apply deploy/crds to the cluster");
      default -> new Trouble("HTTP " + e.getCode(), detail, "look at the API server");
    };
  }

  private static String deepest(Throwable failure) {
    Throwable last = causes(failure).reduce((above, below) -> below).orElse(failure);
    String message =
        last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    String first = message.lines().findFirst().orElse(message);
    return last instanceof UnknownHostException ? "unknown host: " + first : first;
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause).limit(DEEPEST_CAUSE);
  }
}
