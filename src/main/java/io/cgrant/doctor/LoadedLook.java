// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.Loaded;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Whether what runs has loaded the files that are there: containerd and CRI-O read them when they
/// start.
final class LoadedLook {

  /// The kernel says to a second when it booted, and a clock that is put right moves that.
  private static final Duration UNSURE = Duration.ofSeconds(2);

  private final NodeFacts facts;
  private final Findings findings;

  private LoadedLook(NodeFacts facts, Findings findings) {
    this.facts = facts;
    this.findings = findings;
  }

  static void at(NodeFacts facts, Findings findings) {
    var look = new LoadedLook(facts, findings);
    facts.containerd().ifPresent(c -> look.at(Daemon.CONTAINERD, c.main().path(), c.everyFile()));
    facts.crio().ifPresent(c -> look.at(Daemon.CRIO, c.files().getFirst(), c.files()));
  }

  private void at(String program, String main, List<String> files) {
    findings.look(Loaded);
    List<Daemon> running =
        facts.daemons().stream().filter(daemon -> daemon.program().equals(program)).toList();
    if (running.isEmpty()) {
      findings.inform(
          Loaded,
          "",
          "no process of " + program + " is to be seen, and so not what it has loaded",
          "look while it runs; --proc says where the node's /proc is");
      return;
    }
    for (Daemon daemon : running) {
      String read = daemon.configuration().orElse(main);
      if (read.equals(main)) {
        changed(daemon, files);
      } else if (running.size() == 1) {
        findings.warn(
            Loaded,
            main,
            program + " that runs was started with " + read + ", not with this file",
            "look at that one, or start " + program + " with this");
      }
    }
  }

  private void changed(Daemon daemon, List<String> files) {
    Map<String, Instant> later = new TreeMap<>(facts.changed());
    later.keySet().retainAll(files);
    later.values().removeIf(time -> !time.isAfter(daemon.started().plus(UNSURE)));
    later.forEach(
        (path, time) ->
            findings.warn(
                Loaded,
                path,
                "it was changed at "
                    + Instant.ofEpochSecond(time.getEpochSecond())
                    + ", and "
                    + daemon.program()
                    + " runs since "
                    + daemon.started()
                    + ": it may not have loaded what is there",
                "restart " + daemon.program() + "; containers run on meanwhile"));
  }
}
