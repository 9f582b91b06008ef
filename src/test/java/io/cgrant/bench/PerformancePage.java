// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// `docs/explanation/performance.md`, written by `make bench` and by nobody's hand.
final class PerformancePage {

  private static final String PAGE =
      """
      <!-- Copyright The cgrant Authors -->
      <!-- SPDX-License-Identifier: Apache-2.0 -->
      <!-- Written by e2e/bench/run with its option write. Edit src/test/java/io/cgrant/bench/PerformancePage.java instead. -->
      # Performance

      Measured on %s on one machine: %s.

      ## What was measured
      %s
      Lower is better everywhere. "Missed" is said as plainly as "met".

      ## How
      - One AdmissionReview of 17 KB for a Deployment's pod (an init and three main containers, probes, volumes, the
        ServiceAccount token, managedFields), sent by `wrk` over HTTPS with a P-256 certificate, HTTP/1.1 keep-alive as the API
        server speaks it, 16 connections, over loopback. The load generator shares the cores with the server.
      - cgrant runs as a user runs it without a cluster: `cgrant serve` with one policy, namespace and RuntimeClass in a folder.
        *granted* and *refused* are final pods at `/validate`, *asking* is a pod with the label at `/mutate`, *ordinary* is
        a pod that does not ask, which the API server would not even send.
      - *50 policies with CEL*: the same program with fifty policies in its folder, each with a condition, three rules
        and a list of repositories (`e2e/bench/expressions.yaml`), all but one with a quota. That one selects the pod: a quota needs
        an API server, whose time would be measured too. [What a quota costs](../how-to/bound-with-a-quota.md#what-it-costs).
      - *In a cluster*, cgrant serves a real API server on this machine; *nothing recorded* is the same without Events, decision log and metrics. The two
        take turns, and both are started anew twice, as no two processes compile alike; a third one leads, so that neither writes what only one replica writes.
      - The *null server* is the same Vert.x, JDK, TLS engine and JVM flags with a fixed answer as long as cgrant's. The *floor* adds one
        walk of Jackson's tokenizer over the body: what any server that looks at the pod must pay.
      - All servers run at the same time. Each is warmed up under load until its JIT compiler has come to rest; then short rounds take
        turns. CPU is user and system time of the server's process per request: unlike latency and throughput it hardly depends on what else the machine does.
        A ratio is taken within each round, and the median of the rounds is shown.
      - The first request is `curl` on a new TLS connection, right after readiness turned green; the next one follows on the same
        connection. cgrant is started three times and the median shown.
      - The decision and the reading alone are measured by JMH, without a server; the fastest iteration is shown.

      ## How to measure it yourself
      `make bench` takes about twelve minutes, `QUICK=1 make bench` about one with rougher numbers. `e2e/bench/run --bars` ends with
      1 when a bar is missed, `e2e/bench/run --write` writes this page.
      """;

  private PerformancePage() {}

  static String of(String tables) throws IOException {
    return PAGE.formatted(LocalDate.now(ZoneOffset.UTC), Machine.inWords(), tables);
  }
}
