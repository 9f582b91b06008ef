// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.Loaded;
import static io.cgrant.doctor.Daemon.Runtime.Containerd;
import static io.cgrant.doctor.Daemon.Runtime.Crio;
import static java.util.stream.Collectors.joining;

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
    facts.containerd().ifPresent(c -> look.at(Containerd, c.main().path(), c.everyFile()));
    facts.crio().ifPresent(c -> look.at(Crio, c.main(), c.files()));
  }

  private void at(Daemon.Runtime runtime, String main, List<String> files) {
    findings.look(Loaded);
    List<Daemon> running =
        facts.daemons().stream().filter(daemon -> daemon.runtime() == runtime).toList();
    if (running.isEmpty()) {
      findings.inform(
          Loaded,
          "",
          "no process of " + runtime.program() + " is to be seen, and so not what it has loaded",
          "look while it runs; --proc says where the node's /proc is");
      return;
    }
    List<Daemon> readers = running.stream().filter(daemon -> daemon.mayRead(main)).toList();
    if (readers.isEmpty()) {
      String others =
          running.stream().flatMap(d -> d.named().stream()).distinct().collect(joining(" and "));
      findings.warn(
          Loaded,
          main,
          runtime.program() + " that runs was started with " + others + ", not with this file",
          "look at that one, or start " + runtime.program() + " with this");
    } else if (readers.stream().allMatch(daemon -> daemon.named().isEmpty())
        && !main.equals(runtime.usualMain())) {
      findings.inform(
          Loaded,
          main,
          runtime.program()
              + " that runs names no file on its command line: it has loaded "
              + runtime.usualMain()
              + " and not this, unless its environment says otherwise",
          "look at what starts it");
    }
    readers.forEach(daemon -> changed(daemon, files));
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
                    + daemon.runtime().program()
                    + " runs since "
                    + daemon.started()
                    + ": it may not have loaded what is there",
                "restart " + daemon.runtime().program() + "; containers run on meanwhile"));
  }
}
