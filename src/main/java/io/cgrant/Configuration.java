// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.policy.Snapshot;
import io.cgrant.policy.WorkloadControllers;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that can be set: as `cgrant.…` in a properties file or on the command line
/// (`-Dcgrant.…`), or as `CGRANT_…` in the environment.
@ConfigMapping(prefix = "cgrant")
interface Configuration {

  /// The runtime handlers that mount the cgroup writable. Any RuntimeClass with one of them passes
  /// the gate.
  @WithDefault(Snapshot.USUALLY_GATED)
  Set<String> gatedHandlers();

  /// Who makes pods of templates that others wrote. For a pod that one of them creates, the
  /// author that cgrant recorded in the template answers. `export webhooks` needs the same names.
  @WithDefault(WorkloadControllers.USUAL)
  Set<String> workloadControllers();

  /// A folder of YAML files with policies, namespaces and RuntimeClasses. When it is set, no
  /// cluster is asked.
  Optional<Path> folder();

  /// Whether verdicts on pods that ask, pods that drift and news of policies become Kubernetes
  /// Events. Not together with `cgrant.folder`, where there are none.
  @WithDefault("true")
  boolean events();

  /// Whether cgrant counts what it decides. Without, `/q/metrics` has little more than the Java
  /// machine's own figures, and the chart's alerts never fire.
  @WithDefault("true")
  boolean metrics();

  Tls tls();

  WarmUp warmUp();

  OrdinaryClasses ordinaryClasses();

  DecisionLog decisionLog();

  Drift drift();

  Nodes nodes();

  Reports reports();

  Otlp otlp();

  Api api();

  /// The serving certificate.
  interface Tls {

    /// Holds `tls.crt` and `tls.key`. Where it is empty, an authority and a certificate are made
    /// there. A relative path counts from the folder that cgrant is started in; `./cgrant serve`
    /// takes `target/tls` of the clone.
    @WithDefault("tls")
    Path directory();

    /// DNS names and addresses of a certificate made here.
    @WithDefault("localhost,127.0.0.1,cgrant.cgrant.svc")
    List<String> names();

    /// A Secret in cgrant's own namespace, in which all replicas share one certificate. They make
    /// and renew it, and write `caBundle`; `cgrant.tls.directory` is not read. Not together with
    /// `cgrant.folder`.
    Optional<String> secret();

    /// How long an authority in that Secret holds; the next one takes over after two thirds.
    @WithDefault("P1825D")
    Duration authorityLife();

    /// How long a certificate in that Secret holds; it is renewed after two thirds. An authority
    /// that was replaced stays trusted for as long.
    @WithDefault("P90D")
    Duration life();

    /// How long a new `caBundle` is left alone before a certificate is served that needs it:
    /// longer than it takes every API server to hear of it.
    @WithDefault("PT30S")
    Duration settling();

    /// A file of certificates (PEM): who has no certificate of one of these authorities is turned
    /// away by TLS. For the API server's client certificate; together with
    /// `cgrant.tls.client-names`. Left out: whoever reaches the port may ask.
    Optional<Path> clientAuthority();

    /// Who may ask, where there is a `cgrant.tls.client-authority`: common names, DNS names or URIs
    /// in the client's certificate. One is enough.
    Optional<Set<String>> clientNames();
  }

  /// What happens between listening and being ready.
  interface WarmUp {

    /// How often we send a review to each of our paths, on four connections at once, before we say
    /// we are ready; 0 skips it.
    @WithDefault("60")
    int requests();

    /// After so much time they end, so that a container with little CPU is not late: what it serves
    /// first is then slower.
    @WithDefault("8s")
    Duration longest();
  }

  /// The RuntimeClasses whose handler is not gated, and whose pods are therefore not sent.
  interface OrdinaryClasses {

    /// cgrant's own namespace, where the Secret `cgrant-ordinary-classes` keeps their names, and
    /// Leases note who writes, what replicas have refused and grants that count for a quota.
    @WithDefault("cgrant")
    String namespace();

    /// How long a name is guarded before its pods are no longer sent, as an ISO 8601 duration:
    /// longer than any request to an API server takes (`--request-timeout`, 1 minute).
    @WithDefault("PT75S")
    Duration settling();
  }

  /// Where decisions are written, a line each.
  interface DecisionLog {

    /// Whether they are written at all. A collector is sent them in any case.
    @WithDefault("true")
    boolean written();

    /// A file for them; left out, they are on standard output. Its folder must be there.
    Optional<Path> file();

    /// How large it becomes before it is renamed to `FILE.1`, as `64M`; what was `FILE.1` is then
    /// `FILE.2`, and so on.
    @WithDefault("64M")
    MemorySize fileSize();

    /// How many older files there are; the oldest goes.
    @WithDefault("5")
    int filesKept();
  }

  /// The look at pods that run, in one replica: which hold a writable cgroup, and whether today's
  /// policies agree. Not together with `cgrant.folder`.
  interface Drift {

    /// How long after one round the next begins, as `10m` or an ISO 8601 duration. `0`: no pod that
    /// runs is looked at, and the right to list pods is needed for quotas only.
    @WithDefault("10m")
    Duration period();

    /// How many pods are read in a second, at most. 100,000 take 100 s by default.
    @WithDefault("1000")
    int podsPerSecond();
  }

  /// How nodes are asked whether they can run granted pods.
  interface Nodes {

    /// How long after one count the next begins, as `5m` or an ISO 8601 duration. `0`: no node is
    /// looked at, the right to list nodes is not needed, and policies have no condition
    /// `NodesReady`.
    @WithDefault("5m")
    Duration period();
  }

  /// What the look at pods that run has found, as reports that dashboards read. Not together with
  /// `cgrant.folder`.
  interface Reports {

    /// Whether there is a `Report` named `cgrant` (OpenReports; where a cluster has none, a
    /// `PolicyReport`) in each namespace with pods that drift or are only tolerated. Nothing is
    /// written where the cluster knows neither kind, or `cgrant.drift.period` is `0`.
    @WithDefault("true")
    boolean enabled();
  }

  /// The HTTP API, for portals, pipelines and `--server` of the command line.
  interface Api {

    /// Whether there is one, see [the HTTP API](../how-to/use-the-api.md). Not together with
    /// `cgrant.folder`: who calls is known to an API server.
    @WithDefault("false")
    boolean enabled();

    /// Its own port: TLS, with the serving certificate.
    @WithDefault("8444")
    int port();

    /// Of which a caller's token must be for one. Tokens that people log in with are for the API
    /// server's own audience, `https://kubernetes.default.svc` as a rule.
    @WithDefault("cgrant")
    Set<String> audiences();
  }

  /// What an OpenTelemetry collector is sent.
  interface Otlp {

    /// Where an OpenTelemetry collector takes OTLP by HTTP, as
    /// `http://collector.observability:4318`; `/v1/logs` and `/v1/traces` are added. Left out:
    /// nothing is sent.
    Optional<URI> endpoint();

    /// Whether the collector is sent the lines of the decision log, too.
    @WithDefault("true")
    boolean logs();

    /// Whether the collector is sent a span of each decision.
    @WithDefault("false")
    boolean traces();

    /// Of decisions in no trace of the API server's, the share that begin one, from 0 to 1. Of
    /// others the API server says whether they are sampled.
    @WithDefault("1")
    double sampling();

    /// A file of headers for each request to the collector, a line each, as
    /// `Authorization: Bearer …`. It is read again for each.
    Optional<Path> headers();

    /// A file of certificates (PEM), one of which must have signed the collector's, in the place of
    /// the Java machine's own authorities. It is read once.
    Optional<Path> authority();
  }
}
