// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.file.Document;
import io.cgrant.file.Edit;
import io.cgrant.file.FileProblem;
import io.cgrant.manifest.Workload;
import io.cgrant.pod.CgroupOptions;
import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.ContainerView;
import io.cgrant.policy.Asking;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What becomes of a pod or a template.
final class WorkloadMigration {

  private final Plan plan;
  private final Document document;
  private final Workload workload;
  private final List<Edit> edits = new ArrayList<>();
  private final List<FileProblem> remarks = new ArrayList<>();
  private final List<FileProblem> obstacles = new ArrayList<>();

  WorkloadMigration(Plan plan, Document document, Workload workload) {
    this.plan = plan;
    this.document = document;
    this.workload = workload;
  }

  Migrated migrated() {
    Optional<String> className = workload.pod().spec().runtimeClassName();
    boolean leaves = className.filter(plan.classes()::contains).isPresent();
    boolean asksAlone = className.isEmpty() && Asking.of(workload.pod()) == Asking.Yes;
    if (!leaves && !asksAlone) {
      return Migrated.UNTOUCHED;
    }
    judgePod();
    List<ContainerView> asking = asking();
    asking.forEach(this::judgeContainer);
    if (asking.isEmpty()) {
      obstacles.add(
          problem("spec.containers", "has none of the containers that --container names"));
    }
    if (!obstacles.isEmpty()) {
      return new Migrated(List.of(), List.of(), obstacles);
    }
    className.ifPresent(this::leave);
    asking.forEach(this::ask);
    return new Migrated(edits, remarks, List.of());
  }

  private void judgePod() {
    if (workload.pod().spec().os().filter("windows"::equals).isPresent()) {
      obstacles.add(problem("spec.os.name", "Windows has no cgroups; take it out of this"));
    }
  }

  private void judgeContainer(ContainerView container) {
    if (container.security().privileged().orElse(false)) {
      obstacles.add(
          problem(
              container.path() + ".securityContext.privileged",
              "a privileged container has the node's whole tree, and no policy grants one; remove"
                  + " privileged first"));
    }
  }

  private void leave(String className) {
    edits.add(new Edit.Remove(spec(), "runtimeClassName"));
    remarks.add(
        problem(
            "spec.runtimeClassName",
            "\""
                + className
                + "\" is gone, and with it its overhead, its node selector and its tolerations"));
    if (at(spec()).has("overhead")) {
      edits.add(new Edit.Remove(spec(), "overhead"));
      remarks.add(problem("spec.overhead", "was that of the class, and is gone with it"));
    }
  }

  /// An ephemeral container may not have the field.
  private List<ContainerView> asking() {
    return workload.pod().spec().containers().stream()
        .filter(container -> container.kind() != ContainerKind.EPHEMERAL)
        .filter(c -> plan.containers().isEmpty() || plan.containers().contains(c.name()))
        .toList();
  }

  private void ask(ContainerView container) {
    List<String> at =
        Stream.concat(
                spec().stream(),
                Stream.of(container.kind().field(), Integer.toString(container.index())))
            .toList();
    Optional<String> mode = container.security().cgroupMountMode();
    if (mode.isPresent() && !mode.get().isEmpty()) {
      remarks.add(
          problem(
              container.path() + "." + CgroupOptions.PATH,
              "says " + mode.get() + " already, and is left as it is"));
      return;
    }
    ObjectNode options = object(CgroupOptions.MODE, CgroupOptions.WRITABLE);
    JsonNode security = at(at).path("securityContext");
    if (!security.isObject()) {
      ObjectNode context = JsonNodeFactory.instance.objectNode();
      context.set(CgroupOptions.FIELD, options);
      edits.add(put(at, "securityContext", context, security));
      return;
    }
    List<String> context = Stream.concat(at.stream(), Stream.of("securityContext")).toList();
    edits.add(put(context, CgroupOptions.FIELD, options, security.path(CgroupOptions.FIELD)));
  }

  private static Edit put(List<String> at, String key, JsonNode value, JsonNode old) {
    return old.isMissingNode() ? new Edit.Add(at, key, value) : new Edit.Replace(at, key, value);
  }

  private static ObjectNode object(String key, String value) {
    return JsonNodeFactory.instance.objectNode().put(key, value);
  }

  private List<String> spec() {
    return List.of((workload.podPath() + "spec").split("\\."));
  }

  private JsonNode at(List<String> path) {
    JsonNode at = document.tree();
    for (String step : path) {
      at = at.isArray() ? at.path(Integer.parseInt(step)) : at.path(step);
    }
    return at;
  }

  private FileProblem problem(String path, String detail) {
    return document.problem(workload.podPath() + path, detail);
  }
}
