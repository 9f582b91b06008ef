// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.CrioBounds;

import io.cgrant.doctor.CrioHooks.Hook;
import io.cgrant.doctor.NodeFacts.Allowing;
import io.cgrant.doctor.NodeFacts.Crio;
import io.cgrant.doctor.NodeFacts.Program.Presence;
import io.cgrant.policy.RouteFinder;
import java.util.List;

/// What bounds the number of cgroups on CRI-O, which does not do it itself.
final class CrioHookLook {

  /// First words that CRI-O takes for systemd's, each by another of its rules.
  private static final List<String> INITS = List.of("/sbin/init", "/usr/lib/systemd/systemd");

  private final CrioHooks hooks;
  private final Findings findings;

  private CrioHookLook(CrioHooks hooks, Findings findings) {
    this.hooks = hooks;
    this.findings = findings;
  }

  static void at(Crio crio, Findings findings) {
    findings.look(CrioBounds);
    var look = new CrioHookLook(crio.hooks(), findings);
    crio.hooks().hooks().forEach(look::program);
    crio.all().forEach(look::annotations);
    look.inits();
  }

  private void program(Hook hook) {
    if (hook.program().presence() == Presence.Absent) {
      findings.error(
          CrioBounds,
          hook.path(),
          "its program " + hook.program().path() + " is not there: CRI-O does not start",
          "install it, or take the file away");
    }
  }

  private void annotations(Allowing one) {
    for (String key : RouteFinder.CRIO_KEYS) {
      if (one.given().contains(key) || one.annotations().contains(key)) {
        unbounded(
            hooks.unbounded(hook -> hook.runsForAnnotation(key)),
            one.name(),
            "what it makes writable by " + key);
      }
    }
  }

  private void inits() {
    for (String word : INITS) {
      unbounded(
          hooks.unbounded(hook -> hook.runsForFirstWord(word)),
          "hooks_dir",
          "a container that starts with " + word + ", which is writable under any handler");
    }
  }

  private void unbounded(List<String> missing, String where, String whose) {
    if (!missing.isEmpty()) {
      findings.warn(
          CrioBounds,
          where,
          "no hook in "
              + folders()
              + " sets "
              + String.join(" and ", missing)
              + " of "
              + whose
              + ": nothing bounds how many cgroups it makes",
          wayOut());
    }
  }

  private String folders() {
    return hooks.folders().isEmpty() ? "an empty hooks_dir" : Named.of(hooks.folders());
  }

  private String wayOut() {
    return hooks.elsewhere().isEmpty()
        ? "put our hooks there (deploy/node/crio/hooks); one that bounds in a program of its own is"
            + " not known for it"
        : "name the folder of " + Named.of(hooks.elsewhere()) + " in hooks_dir";
  }
}
