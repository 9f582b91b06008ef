// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.doctor.ClusterFacts.Holder;
import io.cgrant.doctor.ClusterFacts.Holder.Stage;
import io.cgrant.drift.StoredPod;
import io.cgrant.manifest.ListedKind;
import io.cgrant.manifest.StoredPodReader;
import io.cgrant.manifest.Unreadable;
import io.cgrant.manifest.Workload;
import io.cgrant.manifest.WorkloadReader;
import io.cgrant.pod.CgroupOptions;
import io.cgrant.policy.Asking;
import io.cgrant.policy.RouteFinder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Collects pods with a writable cgroup, and templates of such pods.
final class HolderList {

  /// What makes pods of a template, and is not made by one of the others.
  private static final List<ListedKind> TEMPLATES =
      List.of(
          new ListedKind("apps/v1", "Deployment", "deployments"),
          new ListedKind("apps/v1", "StatefulSet", "statefulsets"),
          new ListedKind("apps/v1", "DaemonSet", "daemonsets"),
          new ListedKind("apps/v1", "ReplicaSet", "replicasets"),
          new ListedKind("batch/v1", "Job", "jobs"),
          new ListedKind("batch/v1", "CronJob", "cronjobs"),
          new ListedKind("v1", "ReplicationController", "replicationcontrollers"),
          new ListedKind("v1", "PodTemplate", "podtemplates"));

  /// More are counted: whoever has so many mends their template.
  private static final int MOST = 10_000;

  /// Without one of these in its text a pod takes no way but its class.
  private static final List<String> SIGNS =
      Stream.concat(
              RouteFinder.prefixes().stream(),
              Stream.of(CgroupOptions.FIELD, "/sbin/init", "systemd"))
          .toList();

  private final Map<String, String> handlers;
  private final Set<String> gatedHandlers;
  private final Map<String, Map<String, String>> namespaces;
  private final Consumer<String> unseen;
  private final List<Holder> found = new ArrayList<>();
  private long left;

  /// @param handlers of all RuntimeClasses, by name
  /// @param namespaces their labels by name
  HolderList(
      Map<String, String> handlers,
      Set<String> gatedHandlers,
      Map<String, Map<String, String>> namespaces,
      Consumer<String> unseen) {
    this.handlers = handlers;
    this.gatedHandlers = gatedHandlers;
    this.namespaces = namespaces;
    this.unseen = unseen;
  }

  /// Empty where a list is not to be had.
  Optional<List<Holder>> of(Source source) {
    var problems = new ArrayList<String>();
    source.pods(this::pod).ifPresent(problems::add);
    for (ListedKind kind : TEMPLATES) {
      source.each(kind, object -> template(kind, object)).ifPresent(problems::add);
    }
    if (left > 0) {
      unseen.accept(left + " more pods and templates with a writable cgroup");
    }
    problems.forEach(unseen);
    return problems.isEmpty() ? Optional.of(found) : Optional.empty();
  }

  private void pod(JsonNode pod) {
    Optional<String> handler = handler(pod.at("/spec/runtimeClassName").asText());
    String json = pod.toString();
    boolean isGated = handler.filter(gatedHandlers::contains).isPresent();
    if (!isGated && SIGNS.stream().noneMatch(json::contains)) {
      return;
    }
    try {
      StoredPod stored = StoredPodReader.read(json.getBytes(StandardCharsets.UTF_8));
      String where = "Pod/" + stored.namespace() + "/" + stored.pod().name();
      var reader = new HolderReader(Stage.Pod, where, stored.namespace());
      add(
          isGated
              ? List.of(reader.byHandler(stored.pod().spec(), handler))
              : reader.byOtherWays(stored.pod(), handler));
    } catch (Unreadable e) {
      unseen.accept("a pod cannot be read: " + e.getMessage());
    }
  }

  private Optional<String> handler(String runtimeClass) {
    return Optional.ofNullable(handlers.get(runtimeClass));
  }

  private void template(ListedKind kind, JsonNode object) {
    if (isMadeByAnother(object) || hasEnded(object)) {
      return;
    }
    ObjectNode named = object.deepCopy();
    named.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    try {
      WorkloadReader.read(named.toString().getBytes(StandardCharsets.UTF_8))
          .ifPresent(this::template);
    } catch (Unreadable e) {
      unseen.accept("a " + kind.kind() + " cannot be read: " + e.getMessage());
    }
  }

  private static boolean isMadeByAnother(JsonNode object) {
    return object
        .at("/metadata/ownerReferences")
        .valueStream()
        .anyMatch(owner -> owner.path("controller").asBoolean());
  }

  /// As a Job that is complete.
  private static boolean hasEnded(JsonNode object) {
    return object
        .at("/status/conditions")
        .valueStream()
        .filter(condition -> condition.path("status").asText().equals("True"))
        .map(condition -> condition.path("type").asText())
        .anyMatch(type -> type.equals("Complete") || type.equals("Failed"));
  }

  private void template(Workload workload) {
    String in = workload.namespace();
    String where = workload.kind() + "/" + in + "/" + workload.name();
    var reader = new HolderReader(Stage.Template, where, in);
    Optional<String> name = workload.pod().spec().runtimeClassName();
    Optional<String> handler = name.flatMap(this::handler);
    boolean isGated = handler.filter(gatedHandlers::contains).isPresent();
    if (isGated || name.isEmpty() && asks(workload)) {
      add(List.of(reader.byHandler(workload.pod().spec(), handler)));
    } else {
      add(reader.byOtherWays(workload.pod(), handler));
    }
  }

  /// Its pods get a class then.
  private boolean asks(Workload workload) {
    Asking own = Asking.of(workload.pod());
    Asking around = Asking.of(namespaces.getOrDefault(workload.namespace(), Map.of()));
    return own == Asking.Yes || own == Asking.Silent && around == Asking.Yes;
  }

  private void add(List<Holder> holders) {
    for (Holder holder : holders) {
      if (found.size() == MOST) {
        left++;
      } else {
        found.add(holder);
      }
    }
  }
}
