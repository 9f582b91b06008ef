// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.BaseSpec;
import static io.cgrant.doctor.Concern.PassedAnnotations;
import static io.cgrant.doctor.Concern.RuntimePrograms;
import static io.cgrant.doctor.Concern.WritableHandlers;

import io.cgrant.doctor.NodeFacts.Containerd;
import io.cgrant.doctor.NodeFacts.Handler;
import io.cgrant.doctor.NodeFacts.Mount;
import io.cgrant.doctor.NodeFacts.Program.Presence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What each handler of containerd does.
final class HandlerLook {

  private static final long DESCENDANTS = 250;
  private static final long DEPTH = 50;

  /// What a pod must never set on a handler, each as an annotation that a pattern would let by.
  private static final List<String> RAW =
      List.of("org.systemd.property.ExecStop", "run.oci.handler", "run.oci.delegate-cgroup");

  private final Containerd containerd;
  private final Findings findings;

  private HandlerLook(Containerd containerd, Findings findings) {
    this.containerd = containerd;
    this.findings = findings;
  }

  static void at(Containerd containerd, NodeFacts facts, Findings findings) {
    var look = new HandlerLook(containerd, findings);
    look.mounts(facts.gatedHandlers());
    for (var concern : List.of(BaseSpec, RuntimePrograms, PassedAnnotations)) {
      findings.look(concern);
    }
    for (Handler handler : new TreeMap<>(containerd.handlers()).values()) {
      look.baseSpecIsReadable(handler);
      look.unseen(handler);
      if (handler.mount() == Mount.Writable) {
        look.bounds(handler);
        look.program(handler);
        look.annotations(handler);
      }
    }
  }

  private static String where(Handler handler) {
    return "runtimes." + handler.name();
  }

  private void mounts(Set<String> gated) {
    var ungated = new UngatedLook(containerd.defaultHandler(), gated, findings);
    for (Handler handler : containerd.writable()) {
      ungated.at(where(handler), handler.name(), "take cgroup_writable away");
    }
    if (containerd.extent() == NodeFacts.Extent.Whole) {
      readOnly(gated);
    }
  }

  private void readOnly(Set<String> gated) {
    findings.look(WritableHandlers);
    List<Handler> dead =
        containerd.handlers().values().stream()
            .filter(h -> gated.contains(h.name()) && h.mount() == Mount.ReadOnly)
            .toList();
    for (Handler handler : dead) {
      findings.error(
          WritableHandlers,
          where(handler),
          "it is gated and mounts the cgroup read-only",
          "set cgroup_writable = true there; containerd before 2.1 does not know the key");
    }
    if (containerd.writable().isEmpty() && dead.isEmpty()) {
      findings.warn(
          WritableHandlers,
          containerd.main().path(),
          "no handler mounts the cgroup writable",
          "bring a drop-in (deploy/node), unless no granted pod comes here");
    }
  }

  /// Of every handler: containerd loads the files of all of them, or nothing.
  private void baseSpecIsReadable(Handler handler) {
    switch (handler.baseSpec()) {
      case NodeFacts.BaseSpec.Absent(var path) ->
          findings.error(
              BaseSpec,
              where(handler),
              path + " is not there: containerd refuses its whole CRI plugin",
              "write the file (deploy/node), or take base_runtime_spec away");
      case NodeFacts.BaseSpec.Unreadable(var path, var reason) ->
          findings.error(
              BaseSpec,
              where(handler),
              path + " cannot be read: " + reason,
              "write it anew (deploy/node): containerd refuses its whole CRI plugin otherwise");
      case NodeFacts.BaseSpec.None none -> {}
      case NodeFacts.BaseSpec.Unseen unseen -> {}
      case NodeFacts.BaseSpec.Read read -> {}
    }
  }

  private void unseen(Handler handler) {
    if (handler.baseSpec() instanceof NodeFacts.BaseSpec.Unseen) {
      findings.lookInPart(BaseSpec);
    }
    if (handler.program().presence() == Presence.Unseen) {
      findings.lookInPart(RuntimePrograms);
    }
  }

  private void bounds(Handler handler) {
    switch (handler.baseSpec()) {
      case NodeFacts.BaseSpec.None none ->
          findings.warn(
              BaseSpec,
              where(handler),
              "it has no base_runtime_spec, so nothing bounds the number of cgroups",
              "set base_runtime_spec to a file with the bounds (deploy/node)");
      case NodeFacts.BaseSpec.Read(var path, var descendants, var depth) -> {
        bound(handler, path, "cgroup.max.descendants", descendants, DESCENDANTS);
        bound(handler, path, "cgroup.max.depth", depth, DEPTH);
      }
      case NodeFacts.BaseSpec.Absent absent -> {}
      case NodeFacts.BaseSpec.Unseen unseen -> {}
      case NodeFacts.BaseSpec.Unreadable unreadable -> {}
    }
  }

  private void bound(
      Handler handler, String path, String key, Optional<String> written, long usual) {
    String fix = "write \"" + key + "\": \"" + usual + "\" into linux.resources.unified of " + path;
    if (written.isEmpty()) {
      findings.warn(BaseSpec, where(handler), path + " does not bound " + key, fix);
      return;
    }
    Optional<Long> number = number(written.get());
    if (number.isEmpty()) {
      findings.warn(
          BaseSpec, where(handler), path + " sets " + key + " to \"" + written.get() + "\"", fix);
    } else if (number.get() > usual) {
      findings.inform(
          BaseSpec,
          where(handler),
          path + " sets " + key + " to " + number.get() + ", above the " + usual + " of KEP-5474",
          "lower it unless a workload needs more");
    }
  }

  private static Optional<Long> number(String text) {
    return text.matches("\\d{1,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  private void program(Handler handler) {
    if (handler.program().presence() == Presence.Absent) {
      findings.error(
          RuntimePrograms,
          where(handler),
          "its program " + handler.program().path() + " is not there",
          "install it, or correct options.BinaryName");
    }
  }

  private void annotations(Handler handler) {
    for (String pattern : handler.passedAnnotations()) {
      if (RAW.stream().anyMatch(name -> Glob.matches(pattern, name))) {
        findings.error(
            PassedAnnotations,
            where(handler),
            "pod_annotations passes \"" + pattern + "\" on",
            "name only annotations that you mean");
      }
    }
  }
}
