// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.Confinement;
import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.ContainerView;
import io.cgrant.pod.HostNamespaces;
import io.cgrant.pod.PodSpec;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a pod, or the template of one: `metadata` and `spec`.
final class PodReader {

  /// Linux nodes carry `linux` here, Windows nodes `windows`.
  private static final String NODE_OS = "kubernetes.io/os";

  private static final String DEFAULT_SERVICE_ACCOUNT = "default";

  private static final PodSpec NO_SPEC =
      new PodSpec(
          Optional.empty(),
          Optional.empty(),
          HostNamespaces.NONE,
          Optional.empty(),
          Optional.empty(),
          false,
          DEFAULT_SERVICE_ACCOUNT,
          Optional.empty(),
          List.of(),
          Confinement.NONE,
          List.of(),
          List.of(),
          false,
          List.of());

  static final HeldPod EMPTY = held(ObjectMeta.NONE, NO_SPEC);

  private PodReader() {}

  static HeldPod read(JsonCursor cursor) {
    var meta = ObjectMeta.NONE;
    PodSpec spec = NO_SPEC;
    if (cursor.enterObject()) {
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        switch (key) {
          case "metadata" -> meta = ObjectMeta.read(cursor);
          case "spec" -> spec = new SpecInProgress().read(cursor);
          default -> cursor.skip();
        }
      }
    }
    return held(meta, spec);
  }

  private static HeldPod held(ObjectMeta meta, PodSpec spec) {
    return new HeldPod(
        meta,
        new PodView(
            meta.nameOrPrefix(),
            meta.labels(),
            meta.annotations(),
            meta.owners(),
            meta.beingDeleted(),
            OwnField.resolved(spec, meta)));
  }

  /// The fields of a `spec` met so far.
  private static final class SpecInProgress {
    private Optional<String> runtimeClassName = Optional.empty();
    private Optional<Boolean> hostUsers = Optional.empty();
    private boolean hostNetwork;
    private boolean hostPid;
    private boolean hostIpc;
    private boolean hostCgroup;
    private Optional<String> os = Optional.empty();
    private Optional<String> nodeOs = Optional.empty();
    private PodSecurity security = PodSecurity.NONE;
    private String serviceAccountName = DEFAULT_SERVICE_ACCOUNT;
    private Optional<Resources> resources = Optional.empty();
    private VolumesReader volumes = VolumesReader.NONE;
    private boolean isHeld;
    private final ExpansionBudget budget = new ExpansionBudget();
    private List<ContainerView> init = List.of();
    private List<ContainerView> main = List.of();
    private List<ContainerView> ephemeral = List.of();

    PodSpec read(JsonCursor cursor) {
      if (!cursor.enterObject()) {
        return NO_SPEC;
      }
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        field(key, cursor);
      }
      var containers = new ArrayList<ContainerView>(init.size() + main.size() + ephemeral.size());
      containers.addAll(init);
      containers.addAll(main);
      containers.addAll(ephemeral);
      return new PodSpec(
          runtimeClassName,
          hostUsers,
          new HostNamespaces(
              hostNetwork, hostPid, hostIpc, hostCgroup || security.hostCgroupNamespace()),
          security.seccompType(),
          operatingSystem(),
          security.windowsOptions(),
          serviceAccountName,
          resources,
          volumes.hostPaths(),
          security.confinement(),
          security.sysctls(),
          volumes.volumes(),
          isHeld,
          containers);
    }

    private void field(String key, JsonCursor cursor) {
      switch (key) {
        case "runtimeClassName" -> runtimeClassName = cursor.text().filter(n -> !n.isEmpty());
        case "hostUsers" -> hostUsers = cursor.flag();
        case "hostNetwork" -> hostNetwork = cursor.flag().orElse(false);
        case "hostPID" -> hostPid = cursor.flag().orElse(false);
        case "hostIPC" -> hostIpc = cursor.flag().orElse(false);
        case "hostCgroupNamespace" -> hostCgroup = cursor.flag().orElse(false);
        case "os" -> os = JsonCollections.field(cursor, "name", JsonCursor::text);
        case "nodeSelector" ->
            nodeOs = Optional.ofNullable(JsonCollections.textMap(cursor).get(NODE_OS));
        case "securityContext" -> security = PodSecurity.read(cursor);
        case "serviceAccountName" -> serviceAccountName = nonEmpty(cursor.textOrEmpty());
        case "resources" -> resources = ResourcesReader.readIfSet(cursor);
        case "schedulingGates" -> isHeld = JsonCollections.length(cursor) > 0;
        case "volumes" -> volumes = VolumesReader.read(cursor);
        case "initContainers" -> init = ContainerReader.readAll(cursor, ContainerKind.INIT, budget);
        case "containers" -> main = ContainerReader.readAll(cursor, ContainerKind.MAIN, budget);
        case "ephemeralContainers" ->
            ephemeral = ContainerReader.readAll(cursor, ContainerKind.EPHEMERAL, budget);
        default -> cursor.skip();
      }
    }

    /// Where the two differ no node takes the pod, and `windows` is what tells.
    private Optional<String> operatingSystem() {
      return nodeOs.filter("windows"::equalsIgnoreCase).or(() -> os).or(() -> nodeOs);
    }

    private static String nonEmpty(String name) {
      return name.isEmpty() ? DEFAULT_SERVICE_ACCOUNT : name;
    }
  }
}
