// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.cluster.ClusterView;
import io.cgrant.cluster.KnownPolicy;
import io.cgrant.e2e.Cluster.User;
import io.cgrant.policy.Authorization;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Terms;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import io.cgrant.policy.check.Requirement;
import io.cgrant.reading.PolicyReading;
import io.cgrant.status.PolicyStatusWriter;
import io.cgrant.status.Shares;
import io.cgrant.trouble.TroubledServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Three replicas that write their shares into one Lease of a real API server at once, with the
/// rights that cgrant has, while somebody else meddles with it. Whoever leads tells of exactly what
/// all of them have seen.
///
/// The status goes to a server of the test's own: cgrant itself runs beside, would write that of a
/// policy in the cluster too, and knows nothing of these replicas.
@ExtendWith(StandExtension.class)
final class SharesIT {

  private static final int REPLICAS = 3;
  private static final int NOBODY = -1;
  private static final int TURNS = 100;
  private static final String PREFIX = "shares.cgrant.io/";
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Finding FINDING =
      new Finding("spec.hostUsers", Reason.UserNamespaceMissing, "left out; set it to false");

  /// One that each replica uses.
  private static final List<PolicyException> EXCEPTIONS =
      IntStream.range(0, REPLICAS).mapToObj(SharesIT::exception).toList();

  private static final Policy POLICY =
      Worlds.under(
          Worlds.policy("ray"), new Terms(EXCEPTIONS, Optional.empty(), Authorization.NotRequired));

  private final Instant began = Instant.now();
  private final AtomicInteger leader = new AtomicInteger();

  /// What replicas have refused, each counted before it is told.
  private final AtomicInteger refused = new AtomicInteger();

  private final ConcurrentLinkedQueue<String> tooMany = new ConcurrentLinkedQueue<>();
  private volatile boolean isOver;
  private volatile JsonNode status = MissingNode.getInstance();

  @Test
  void whoLeadsTellsOfExactlyWhatAllHaveSeen(Stand stand) throws InterruptedException {
    String namespace = "shares-" + stand.newId();
    try (var stage = new Stage(stand);
        var statuses = new TroubledServer(this::keep)) {
      stage.given(rights(stand, namespace));
      var replicas = new ArrayList<Replica>();
      try {
        for (int i = 0; i < REPLICAS; i++) {
          replicas.add(new Replica(client(stand), namespace, i, statuses.client()));
        }
        var meddler = new Meddler(stage.admin(), namespace);
        tellWhile(meddler, replicas);
        assertAllToldOf(replicas);
        Wait.upTo(LONGEST)
            .until(
                () -> "the Lease says " + refused + ": " + meddler.lease(),
                () -> sum(meddler.lease()) == refused.get());
        assertEquals(List.of(), List.copyOf(tooMany));
      } finally {
        replicas.forEach(Replica::close);
      }
    }
  }

  private void tellWhile(Meddler meddler, List<Replica> replicas) throws InterruptedException {
    List<Thread> threads =
        replicas.stream().map(each -> Thread.ofPlatform().start(each::tell)).toList();
    try {
      while (!meddler.hasDoneAll()) {
        leader.set((leader.get() + 1) % REPLICAS);
        meddler.meddle();
        check("the Lease", sum(meddler.lease()));
      }
    } finally {
      isOver = true;
      leader.set(NOBODY);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void assertAllToldOf(List<Replica> replicas) {
    // What was damaged last is written anew with the next news.
    replicas.forEach(each -> each.refuse(1));
    for (Replica each : replicas) {
      leader.set(each.number);
      status = MissingNode.getInstance();
      Wait.upTo(LONGEST)
          .until(
              () -> "all " + refused + " are told of; it says " + status,
              () -> isAllToldOf(replicas));
    }
  }

  private boolean isAllToldOf(List<Replica> replicas) {
    replicas.forEach(Replica::look);
    JsonNode said = status;
    String day = LocalDate.ofInstant(began, ZoneOffset.UTC).toString();
    return said.path("refusedLastHour").asInt() == refused.get()
        && said.path("exceptions")
            .findValuesAsText("lastUsed")
            .equals(Collections.nCopies(REPLICAS, day));
  }

  private TroubledServer.Reply keep(String method, URI target, String body) {
    status = read(body).path("status");
    check("the status", status.path("refusedLastHour").asInt());
    return new TroubledServer.Reply(200, body);
  }

  /// Nothing is counted twice at any time.
  private void check(String who, int said) {
    int most = refused.get();
    if (said > most) {
      tooMany.add(who + " says " + said + " of " + most);
    }
  }

  private static int sum(JsonNode lease) {
    int sum = 0;
    for (var annotation : lease.at("/metadata/annotations").properties()) {
      if (annotation.getKey().startsWith(PREFIX) && !isDamage(annotation.getValue())) {
        for (JsonNode part : read(annotation.getValue().asText()).at("/refused/ray")) {
          sum += part.asInt();
        }
      }
    }
    return sum;
  }

  private static boolean isDamage(JsonNode text) {
    return text.asText().equals(Meddler.DAMAGE);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(json, e);
    }
  }

  private static PolicyException exception(int replica) {
    return new PolicyException(
        "old-farm-" + replica,
        Set.of("ml-prod"),
        Set.of(Requirement.limits),
        "moving",
        "team-ml",
        Instant.parse("2999-01-01T00:00:00Z"));
  }

  /// Those that cgrant has in its own namespace.
  private static List<JsonNode> rights(Stand stand, String namespace) {
    var objects = new ArrayList<JsonNode>();
    String own = "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}";
    objects.addAll(Manifests.parse(own.formatted(namespace)));
    var files = new ArrayList<>(List.of(Path.of("deploy/rbac.yaml")));
    files.addAll(stand.cluster().bindings());
    for (JsonNode object : files.stream().flatMap(f -> Manifests.read(f).stream()).toList()) {
      if (Set.of("Role", "RoleBinding").contains(Manifests.kind(object))
          && Manifests.namespace(object).equals("cgrant")) {
        ((ObjectNode) object.path("metadata")).put("namespace", namespace);
        objects.add(object);
      }
    }
    return objects;
  }

  private static KubernetesClient client(Stand stand) {
    Config config = Config.fromKubeconfig(stand.cluster().kubeconfig(User.Cgrant).toFile());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private final class Replica implements AutoCloseable {
    private final int number;
    private final KubernetesClient client;
    private final PolicyStatusWriter writer;
    private final Shares shares;

    Replica(KubernetesClient client, String namespace, int number, KubernetesClient statuses) {
      this.number = number;
      this.client = client;
      writer =
          new PolicyStatusWriter(
              statuses,
              this::leads,
              news -> {},
              Set.of("cgroup-writable"),
              InstantSource.system(),
              () -> Instant.ofEpochSecond(0, System.nanoTime()));
      shares =
          new Shares(
              client, namespace, "cgrant-" + number, this::leads, InstantSource.system(), writer);
      var reading = new PolicyReading.Ready(POLICY, List.of());
      var known = new KnownPolicy("ray", "uid", 1, reading, MissingNode.getInstance());
      writer.accept(ClusterView.UNSYNCED.next(List.of(known), Worlds.CLASSES));
    }

    private boolean leads() {
      return leader.get() == number;
    }

    void tell() {
      var waiver = new Waiver(EXCEPTIONS.get(number), began, List.of());
      for (int i = 0; !isOver; i++) {
        refuse(1 + i % 3);
        shares.granted(
            new Verdict.Granted(
                POLICY, List.of(), Verdict.Addition.NONE, List.of(waiver), List.of()));
        try {
          Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    void refuse(int times) {
      for (int i = 0; i < times; i++) {
        refused.incrementAndGet();
        shares.refused(
            new Verdict.Refused(
                List.of(new Objection(Optional.of("ray"), OptionalLong.of(3), FINDING))));
        shares.look();
      }
    }

    void look() {
      shares.look();
      writer.look();
    }

    @Override
    public void close() {
      shares.close();
      writer.close();
      client.close();
    }
  }

  /// Somebody who may do everything.
  private static final class Meddler {
    private static final String DAMAGE = "what was here?";
    private static final String WRITE = "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}";

    private final Api admin;
    private final JsonNode lease;
    private int turn;

    /// How often it was written, damaged and deleted.
    private final int[] times = new int[3];

    Meddler(Api admin, String namespace) {
      this.admin = admin;
      this.lease =
          Manifests.parse(
                  """
                  apiVersion: coordination.k8s.io/v1
                  kind: Lease
                  metadata: {name: cgrant-shares, namespace: %s}
                  """
                      .formatted(namespace))
              .getFirst();
    }

    /// As it is stored; a status of 404 where it is not.
    JsonNode lease() {
      return admin.get(lease).body();
    }

    boolean hasDoneAll() {
      return turn >= TURNS && Arrays.stream(times).min().getAsInt() >= 5;
    }

    /// Mostly it is only written, so that others lose their races.
    void meddle() {
      turn++;
      int way = turn % 10 == 0 ? 2 : turn % 3 == 0 ? 1 : 0;
      Reply reply =
          switch (way) {
            case 2 -> admin.delete(lease);
            case 1 ->
                admin.merge(lease, WRITE.formatted(PREFIX + "cgrant-" + turn % REPLICAS, DAMAGE));
            default -> admin.merge(lease, WRITE.formatted("turn", turn));
          };
      if (reply.accepted()) {
        times[way]++;
      }
    }
  }
}
