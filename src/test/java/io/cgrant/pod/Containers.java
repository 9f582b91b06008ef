// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Containers for tests. Each starts as one that every strict check accepts: limits of 900m CPU and
/// 1Gi with equal requests, no privilege escalation, no added capability. An ephemeral one has no
/// resources, as the API server allows none.
public final class Containers {

  private final ContainerKind kind;
  private final String name;
  private final Map<String, Quantity> requests = new LinkedHashMap<>();
  private final Map<String, Quantity> limits = new LinkedHashMap<>();
  private Optional<Entrypoint> entrypoint = Optional.empty();
  private Optional<Boolean> privileged = Optional.empty();
  private Optional<Boolean> allowPrivilegeEscalation = Optional.of(false);
  private List<String> capabilitiesAdd = List.of();
  private Optional<String> procMount = Optional.empty();
  private Optional<String> seccompType = Optional.empty();
  private Optional<String> cgroupMountMode = Optional.empty();
  private boolean hostCgroupNamespace;
  private boolean windowsOptions;
  private Confinement confinement = Confinement.NONE;
  private List<String> capabilitiesDrop = List.of("ALL");
  private Reach reach = Reach.NONE;
  private String image = "registry.example.com/app:1";

  private Containers(ContainerKind kind, String name) {
    this.kind = kind;
    this.name = name;
    if (kind != ContainerKind.EPHEMERAL) {
      withLimit("cpu", "900m").withLimit("memory", "1Gi");
      withRequest("cpu", "900m").withRequest("memory", "1Gi");
    }
  }

  public static Containers main(String name) {
    return new Containers(ContainerKind.MAIN, name);
  }

  public static Containers init(String name) {
    return new Containers(ContainerKind.INIT, name);
  }

  public static Containers sidecar(String name) {
    return new Containers(ContainerKind.SIDECAR, name);
  }

  public static Containers ephemeral(String name) {
    return new Containers(ContainerKind.EPHEMERAL, name);
  }

  public static Containers of(ContainerKind kind, String name) {
    return new Containers(kind, name);
  }

  public Containers withLimit(String resource, String quantity) {
    limits.put(resource, Quantity.parse(quantity));
    return this;
  }

  public Containers withoutLimit(String resource) {
    limits.remove(resource);
    return this;
  }

  public Containers withRequest(String resource, String quantity) {
    requests.put(resource, Quantity.parse(quantity));
    return this;
  }

  public Containers withoutRequest(String resource) {
    requests.remove(resource);
    return this;
  }

  public Containers withoutResources() {
    requests.clear();
    limits.clear();
    return this;
  }

  public Containers withEntrypoint(String command, String... unknown) {
    entrypoint = Optional.of(new Entrypoint("command[0]", command, List.of(unknown)));
    return this;
  }

  public Containers withPrivileged(boolean value) {
    privileged = Optional.of(value);
    return this;
  }

  public Containers withPrivilegeEscalation(Optional<Boolean> value) {
    allowPrivilegeEscalation = value;
    return this;
  }

  public Containers withCapabilities(String... add) {
    capabilitiesAdd = List.of(add);
    return this;
  }

  public Containers withProcMount(String type) {
    procMount = Optional.of(type);
    return this;
  }

  public Containers withSeccomp(String type) {
    seccompType = Optional.of(type);
    return this;
  }

  public Containers withCgroupMountMode(String mode) {
    cgroupMountMode = Optional.of(mode);
    return this;
  }

  public Containers withHostCgroupNamespace() {
    hostCgroupNamespace = true;
    return this;
  }

  public Containers withWindowsOptions() {
    windowsOptions = true;
    return this;
  }

  public Containers withConfinement(Confinement value) {
    confinement = value;
    return this;
  }

  public Containers dropping(String... capabilities) {
    capabilitiesDrop = List.of(capabilities);
    return this;
  }

  public Containers withReach(Reach value) {
    reach = value;
    return this;
  }

  public Containers withImage(String reference) {
    image = reference;
    return this;
  }

  ContainerKind kind() {
    return kind;
  }

  ContainerView view(int index) {
    var security =
        new ContainerSecurity(
            privileged,
            allowPrivilegeEscalation,
            capabilitiesAdd,
            capabilitiesDrop,
            procMount,
            seccompType,
            cgroupMountMode,
            hostCgroupNamespace,
            windowsOptions,
            confinement);
    var resources = new Resources(Map.copyOf(requests), Map.copyOf(limits));
    return new ContainerView(kind, index, name, image, entrypoint, security, resources, reach);
  }
}
