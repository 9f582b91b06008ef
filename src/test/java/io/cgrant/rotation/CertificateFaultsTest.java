// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.certs.KeyedCertificate;
import io.cgrant.certs.Lifetimes;
import io.cgrant.certs.Rotation;
import io.cgrant.trouble.Soon;
import io.cgrant.trouble.StoredObjects;
import io.cgrant.trouble.TroubledServer;
import io.cgrant.trouble.TroubledServer.Fault;
import io.cgrant.trouble.TroubledServer.Reply;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An API server in trouble. What was served stays served, a write that was taken and failed makes
/// no second authority, and what is due is done once it is well.
class CertificateFaultsTest {

  private static final String SECRET = "/api/v1/namespaces/cgrant/secrets/cgrant-certificates";
  private static final String GROUP = "/apis/admissionregistration.k8s.io/v1";
  private static final List<String> KINDS =
      List.of("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration");
  private static final Rotation ROTATION =
      new Rotation(
          List.of("cgrant.cgrant.svc"),
          Lifetimes.of(Duration.ofDays(1825), Duration.ofDays(90)),
          Duration.ofSeconds(30));

  /// A certificate is due by then, its authority long not.
  private static final Duration AGED = Duration.ofDays(61);

  private static final List<Fault> TROUBLE =
      List.of(Fault.TooManyRequests, Fault.ServerError, Fault.TakesAndFails, Fault.TakesAndFails);
  private static final int STEPS = 80;

  private final StoredObjects objects = new StoredObjects();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));

  /// Whatever was stored as `ca.crt` at any time.
  private final Set<String> authorities = ConcurrentHashMap.newKeySet();

  private final List<String> untrusted = new CopyOnWriteArrayList<>();

  @BeforeEach
  void register() {
    for (String kind : KINDS) {
      objects.put(
          path(kind),
          """
          {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "%s",
           "metadata": {"name": "cgrant"},
           "webhooks": [
             {"name": "one.cgrant.io", "clientConfig": {"url": "https://cgrant:8443/1"}},
             {"name": "two.cgrant.io", "clientConfig": {"url": "https://cgrant:8443/2"}}]}
          """
              .formatted(kind));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TooManyRequests", "ServerError", "TakesAndFails", "Hangs"})
  void aFirstCertificateIsMadeOnceItIsOverAndUnderOneAuthority(Fault fault) {
    try (var server = new TroubledServer(this::work);
        var client = server.impatientClient();
        var replica = new Replica(client, "one", true)) {
      server.has(fault);
      replica.keeper.start();
      await()
          .until(
              () -> {
                replica.keeper.look();
                return server.asked() > 1
                    && stored("ca.crt").isPresent() == (fault == Fault.TakesAndFails);
              });
      assertEquals(List.of(), replica.served);
      server.has(Fault.None);
      awaitServing(replica, 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TooManyRequests", "ServerError", "TakesAndFails", "Hangs"})
  void whatWasServedStaysServedAndTheNextFollowsOnceItIsOver(Fault fault) {
    try (var server = new TroubledServer(this::work);
        var client = server.impatientClient();
        var replica = new Replica(client, "one", true)) {
      replica.keeper.start();
      awaitServing(replica, 1);
      server.has(fault);
      now.updateAndGet(moment -> moment.plus(AGED));
      int before = server.asked();
      replica.keeper.look();
      await()
          .until(
              () ->
                  server.asked() > before
                      && replica.keeper.meter().state() == SecretState.Unreachable);
      assertEquals(1, replica.served.size());
      server.has(Fault.None);
      awaitServing(replica, 2);
    }
  }

  @Test
  void theEndDoesNotWaitForOneThatHangs() {
    try (var server = new TroubledServer(this::work);
        var replica = new Replica(server.client(), "one", true)) {
      replica.keeper.start();
      awaitServing(replica, 1);
      server.has(Fault.Hangs);
      int before = server.asked();
      replica.keeper.look();
      await().until(() -> server.asked() > before);
      Soon.within(Duration.ofSeconds(2), replica::close);
      assertEquals(1, replica.served.size());
    }
  }

  /// Two of them think that they lead, from the first certificate to the second.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void replicasServeWhatIsTrustedAndMakeOneAuthority(long seed) throws Exception {
    var random = new Random(seed);
    try (var server = new TroubledServer(this::work);
        var client = server.clientThatTriesOnce();
        var one = new Replica(client, "one", true);
        var two = new Replica(client, "two", true);
        var three = new Replica(client, "three", false)) {
      List<Replica> replicas = List.of(one, two, three);
      for (int i = 0; i < STEPS; i++) {
        // What is due is tried for a while without one good moment.
        boolean isWell = i % (STEPS / 2) > STEPS / 4 && random.nextBoolean();
        server.has(isWell ? Fault.None : TROUBLE.get(random.nextInt(TROUBLE.size())));
        passAll(replicas);
        Duration step = i == STEPS / 2 ? AGED : Duration.ofSeconds(random.nextInt(20));
        now.updateAndGet(moment -> moment.plus(step));
      }
      server.has(Fault.None);
      for (int i = 0; i < 10; i++) {
        passAll(replicas);
        now.updateAndGet(moment -> moment.plus(Pace.LONGEST));
      }
      assertEquals(List.of(), untrusted);
      assertEquals(1, authorities.size());
      assertTrue(replicas.stream().allMatch(each -> each.served.size() > 1), "nothing was due");
      assertEquals(1, replicas.stream().map(each -> each.served.getLast()).distinct().count());
      KINDS.forEach(kind -> assertEquals(authorities, bundles(kind)));
    }
  }

  private static void passAll(List<Replica> replicas) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var passes = replicas.stream().map(each -> threads.submit(each::tryPass)).toList();
      for (var pass : passes) {
        pass.get();
      }
    }
  }

  private void awaitServing(Replica replica, int certificates) {
    await()
        .until(
            () -> {
              replica.keeper.look();
              return replica.served.size() == certificates
                  && replica.keeper.meter().state() == SecretState.Good;
            });
    assertEquals(List.of(), untrusted);
    assertEquals(1, authorities.size());
  }

  private Reply work(String method, URI target, String body) {
    if (target.getPath().equals(GROUP)) {
      return new Reply(200, kinds());
    }
    Reply reply = objects.answer(method, target, body);
    stored("ca.crt").ifPresent(authorities::add);
    return reply;
  }

  private Optional<String> stored(String key) {
    return objects
        .at(SECRET)
        .map(secret -> secret.path("data").path(key).asText())
        .filter(text -> !text.isEmpty());
  }

  /// `caBundle` of the webhooks of one configuration.
  private Set<String> bundles(String kind) {
    var bundles = new ArrayList<String>();
    objects
        .at(path(kind))
        .orElseThrow()
        .path("webhooks")
        .forEach(webhook -> bundles.add(webhook.at("/clientConfig/caBundle").asText()));
    assertEquals(2, bundles.size());
    return Set.copyOf(bundles);
  }

  private static String path(String kind) {
    return GROUP + "/" + plural(kind) + "/cgrant";
  }

  private static String plural(String kind) {
    return kind.toLowerCase(Locale.ROOT) + "s";
  }

  private static String kinds() {
    return KINDS.stream()
        .map(
            kind ->
                "{\"name\": \"%s\", \"kind\": \"%s\", \"namespaced\": false}"
                    .formatted(plural(kind), kind))
        .collect(
            Collectors.joining(
                ",",
                "{\"kind\": \"APIResourceList\", \"groupVersion\":"
                    + " \"admissionregistration.k8s.io/v1\", \"resources\": [",
                "]}"));
  }

  private final class Replica implements AutoCloseable {
    private final List<X509Certificate> served = new CopyOnWriteArrayList<>();
    private final CertificateKeeper keeper;

    Replica(KubernetesClient client, String identity, boolean leads) {
      keeper =
          new CertificateKeeper(
              client,
              "cgrant",
              "cgrant-certificates",
              identity,
              () -> leads,
              ROTATION,
              now::get,
              now::get,
              this::serve);
    }

    /// By then every webhook trusts the authority that there is.
    private void serve(KeyedCertificate next) {
      for (String kind : KINDS) {
        if (!bundles(kind).equals(authorities)) {
          untrusted.add(next.leaf().getSerialNumber() + " at " + kind);
        }
      }
      // Last, since others wait for it.
      served.add(next.leaf());
    }

    private void tryPass() {
      try {
        keeper.pass();
      } catch (KubernetesClientException e) {
        // The next pass tries again.
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      keeper.close();
    }
  }
}
