// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.scratch;

import io.cgrant.admission.AuditEntry;
import io.cgrant.audit.*;
import io.cgrant.cluster.*;
import io.cgrant.manifest.*;
import io.cgrant.pod.*;
import io.cgrant.policy.*;
import io.cgrant.policy.check.Finding;
import io.fabric8.kubernetes.client.*;
import java.nio.file.*;
import java.time.*;
import java.util.*;

public final class Scratch {
  static PolicyReading read(com.fasterxml.jackson.databind.JsonNode j) {
    String name = j.path("metadata").path("name").asText();
    long g = j.path("metadata").path("generation").asLong();
    if (j.path("spec").has("broken"))
      return new PolicyReading.Invalid(
          name, g, List.of(new Problem("spec.broken", "is broken; remove it")));
    return new PolicyReading.Ready(
        new Policy(
            name,
            g,
            Enforcement.Enforce,
            0,
            new Match(Optional.empty(), Optional.of(LabelSelector.EVERYTHING), Set.of()),
            new Grant(
                Set.of(Route.Name.RuntimeClass),
                j.path("spec").path("rc").asText("cgroup-writable"),
                true),
            List.of()));
  }

  static Ask ask(String ns, String name, Optional<PodView.Owner> owner, Optional<String> rc) {
    var spec =
        new PodSpec(
            rc,
            Optional.empty(),
            HostNamespaces.NONE,
            Optional.empty(),
            Optional.empty(),
            false,
            "default",
            Resources.NONE,
            List.of(),
            List.of());
    return new Ask(
        "u",
        Ask.Phase.Validate,
        Ask.Operation.CREATE,
        new Ask.Subject("Pod", ns, name, "", ""),
        new PodView(name, Map.of(), Map.of(), owner, false, spec),
        Optional.empty(),
        Ask.Requester.NOBODY,
        false);
  }

  static String now() {
    return LocalTime.now().toString().substring(0, 12);
  }

  static void log(String s) {
    System.out.println(now() + " " + s);
  }

  public static void main(String[] a) throws Exception {
    var config = Config.fromKubeconfig(null, Files.readString(Path.of(a[0])), null);
    var client = new KubernetesClientBuilder().withConfig(config).build();
    var gated = Set.of("cgroup-writable");
    var writer = new PolicyStatusWriter(client, gated, InstantSource.system());
    var snaps =
        new Snapshots(
            client,
            gated,
            InstantSource.system(),
            Scratch::read,
            v -> {
              log(
                  "view policies="
                      + v.policies().ordered().stream().map(Policy::provenance).toList()
                      + " known="
                      + v.known().size()
                      + " classes="
                      + v.runtimeClasses());
              writer.accept(v);
            });
    long t = System.nanoTime();
    snaps.start().thenRun(() -> log("synced after " + (System.nanoTime() - t) / 1000000 + " ms"));
    var events = new EventRecorder(client, "scratch-1", InstantSource.system());
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              SnapshotHealth last = null;
              while (true) {
                try {
                  Thread.sleep(2000);
                } catch (InterruptedException e) {
                  return;
                }
                var h = snaps.health();
                log("health " + h);
              }
            });
    var in = new Scanner(System.in);
    while (in.hasNextLine()) {
      String[] c = in.nextLine().split(" ");
      switch (c[0]) {
        case "ns" -> log("ns " + c[1] + " = " + snaps.current(c[1]).namespaceLabels());
        case "refreshed" -> {
          long s = System.nanoTime();
          var r =
              snaps.refreshed(
                  ask(
                      c[1],
                      "p",
                      Optional.empty(),
                      c.length > 2 ? Optional.of(c[2]) : Optional.empty()),
                  Duration.ofMillis(500));
          log(
              "refreshed in "
                  + (System.nanoTime() - s) / 1000
                  + " us: "
                  + r.namespaceLabels()
                  + " classes "
                  + r.runtimeClasses());
        }
        case "refuse" -> {
          for (int i = 0; i < Integer.parseInt(c[1]); i++)
            events.accept(
                new AuditEntry(
                    ask(
                        c[2],
                        "pod-" + i,
                        c.length > 3
                            ? Optional.of(new PodView.Owner("apps/v1", "ReplicaSet", c[3], c[4]))
                            : Optional.empty(),
                        Optional.empty()),
                    new Verdict.Refused(
                        List.of(
                            new Objection(
                                Optional.empty(),
                                new Finding("metadata.namespace", "NoPolicy", "no policy speaks")),
                            new Objection(
                                Optional.of("ray"),
                                new Finding(
                                    "spec.containers[0].resources.limits.memory",
                                    "LimitMissing",
                                    "set a memory limit"))))));
          log("refused");
        }
        case "grant" ->
            events.accept(
                new AuditEntry(
                    ask(c[1], c[2], Optional.empty(), Optional.empty()),
                    new Verdict.Granted(
                        new Policy(
                            "ray",
                            3,
                            Enforcement.Enforce,
                            0,
                            new Match(Optional.empty(), Optional.empty(), Set.of()),
                            new Grant(Set.of(), "x", true),
                            List.of()),
                        List.of())));
        case "drops" -> {
          for (var d : Drops.Cause.values()) log(d + " " + events.drops().count(d));
        }
        case "quit" -> {
          long s = System.nanoTime();
          events.close();
          snaps.close();
          writer.close();
          log("closed in " + (System.nanoTime() - s) / 1000000 + " ms");
          for (var d : Drops.Cause.values()) log(d + " " + events.drops().count(d));
          System.exit(0);
        }
        default -> log("?");
      }
    }
  }
}
