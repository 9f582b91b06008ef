// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pods for tests: start from [#granted], the smallest pod every strict check accepts, and bend one
/// thing.
public final class Pods {

  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, String> annotations = new LinkedHashMap<>();
  private final List<HostPathVolume> hostPaths = new ArrayList<>();
  private final List<ContainerView> containers = new ArrayList<>();
  private Optional<String> runtimeClassName = Optional.empty();
  private Optional<Boolean> hostUsers = Optional.of(false);
  private HostNamespaces hostNamespaces = HostNamespaces.NONE;
  private Optional<String> seccompType = Optional.of("RuntimeDefault");
  private Optional<String> os = Optional.empty();
  private boolean windowsOptions;
  private String serviceAccountName = "default";
  private Optional<Resources> resources = Optional.empty();
  private boolean isHeld;
  private Confinement confinement = Confinement.NONE;
  private List<String> sysctls = List.of();
  private final List<VolumeView> volumes = new ArrayList<>();

  private Pods() {}

  /// Asks by label; one main container `main` that [Containers#main] makes.
  public static Pods granted() {
    return new Pods()
        .withLabel("cgrant.io/writable-cgroup", "true")
        .withContainer(Containers.main("main"));
  }

  public Pods withLabel(String key, String value) {
    labels.put(key, value);
    return this;
  }

  public Pods withoutLabels() {
    labels.clear();
    return this;
  }

  public Pods withAnnotation(String key, String value) {
    annotations.put(key, value);
    return this;
  }

  public Pods withRuntimeClass(String name) {
    runtimeClassName = Optional.of(name);
    return this;
  }

  public Pods withHostUsers(boolean value) {
    hostUsers = Optional.of(value);
    return this;
  }

  public Pods withoutHostUsers() {
    hostUsers = Optional.empty();
    return this;
  }

  public Pods withHostNamespaces(HostNamespaces value) {
    hostNamespaces = value;
    return this;
  }

  public Pods withSeccomp(String type) {
    seccompType = Optional.of(type);
    return this;
  }

  public Pods withoutSeccomp() {
    seccompType = Optional.empty();
    return this;
  }

  public Pods withOs(String name) {
    os = Optional.of(name);
    return this;
  }

  public Pods withWindowsOptions() {
    windowsOptions = true;
    return this;
  }

  public Pods withServiceAccount(String name) {
    serviceAccountName = name;
    return this;
  }

  public Pods withResources(Resources value) {
    resources = Optional.of(value);
    return this;
  }

  public Pods withSchedulingGate() {
    isHeld = true;
    return this;
  }

  public Pods withConfinement(Confinement value) {
    confinement = value;
    return this;
  }

  public Pods withSysctls(String... names) {
    sysctls = List.of(names);
    return this;
  }

  public Pods withVolume(String type, String image) {
    volumes.add(new VolumeView(volumes.size(), "volume-" + volumes.size(), type, image));
    return this;
  }

  public Pods withHostPath(String path) {
    int index = hostPaths.size();
    hostPaths.add(new HostPathVolume(index, "volume-" + index, path));
    return this;
  }

  public Pods withoutContainers() {
    containers.clear();
    return this;
  }

  /// Puts the container where its kind belongs: init, then main, then ephemeral.
  public Pods withContainer(Containers container) {
    String field = container.kind().field();
    int index = (int) containers.stream().filter(c -> c.kind().field().equals(field)).count();
    int position =
        (int) containers.stream().filter(c -> rank(c.kind()) <= rank(container.kind())).count();
    containers.add(position, container.view(index));
    return this;
  }

  private static int rank(ContainerKind kind) {
    return switch (kind) {
      case INIT, SIDECAR -> 0;
      case MAIN -> 1;
      case EPHEMERAL -> 2;
    };
  }

  public PodView view() {
    var spec =
        new PodSpec(
            runtimeClassName,
            hostUsers,
            hostNamespaces,
            seccompType,
            os,
            windowsOptions,
            serviceAccountName,
            resources,
            List.copyOf(hostPaths),
            confinement,
            List.copyOf(sysctls),
            List.copyOf(volumes),
            isHeld,
            List.copyOf(containers));
    return new PodView(
        "pod", Map.copyOf(labels), Map.copyOf(annotations), Optional.empty(), false, spec);
  }
}
