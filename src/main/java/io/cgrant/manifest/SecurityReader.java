// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.CgroupOptions;
import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.ContainerSecurity;
import java.util.List;
import java.util.Optional;

/// Reads a container's `securityContext`.
final class SecurityReader {

  private Optional<Boolean> privileged = Optional.empty();
  private Optional<Boolean> allowPrivilegeEscalation = Optional.empty();
  private List<String> capabilitiesAdd = List.of();
  private List<String> capabilitiesDrop = List.of();
  private Optional<String> procMount = Optional.empty();
  private Optional<String> seccompType = Optional.empty();
  private Optional<String> cgroupMountMode = Optional.empty();
  private boolean hostCgroupNamespace;
  private boolean windowsOptions;
  private final ConfinementInProgress confinement = new ConfinementInProgress();

  private final ContainerKind kind;

  private SecurityReader(ContainerKind kind) {
    this.kind = kind;
  }

  static ContainerSecurity read(JsonCursor cursor, ContainerKind kind) {
    if (!cursor.enterObject()) {
      return ContainerSecurity.NONE;
    }
    var reader = new SecurityReader(kind);
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      reader.field(key, cursor);
    }
    return new ContainerSecurity(
        reader.privileged,
        reader.allowPrivilegeEscalation,
        reader.capabilitiesAdd,
        reader.capabilitiesDrop,
        reader.procMount,
        reader.seccompType,
        reader.cgroupMountMode,
        reader.hostCgroupNamespace,
        reader.windowsOptions,
        reader.confinement.read());
  }

  private void field(String key, JsonCursor cursor) {
    switch (key) {
      case "privileged" -> privileged = cursor.flag();
      case "allowPrivilegeEscalation" -> allowPrivilegeEscalation = cursor.flag();
      case "capabilities" -> capabilities(cursor);
      case "procMount" -> procMount = cursor.text();
      case "seccompProfile" -> seccompType = PodSecurity.profileType(cursor);
      case CgroupOptions.FIELD -> cgroupMountMode = mountMode(cursor);
      case "hostCgroupNamespace" -> hostCgroupNamespace = cursor.flag().orElse(false);
      case "windowsOptions" -> windowsOptions = PodSecurity.isSet(cursor);
      default -> confinement.field(key, cursor);
    }
  }

  private void capabilities(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return;
    }
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "add" -> capabilitiesAdd = JsonCollections.texts(cursor);
        case "drop" -> capabilitiesDrop = JsonCollections.texts(cursor);
        default -> cursor.skip();
      }
    }
  }

  /// KEP-5474. Without a mode, or with an empty one, it says nothing; but an ephemeral container
  /// may not have it at all.
  private Optional<String> mountMode(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return Optional.empty();
    }
    Optional<String> mode = Optional.empty();
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      if (key.equals(CgroupOptions.MODE)) {
        mode = cursor.text().filter(text -> !text.isEmpty());
      } else {
        cursor.skip();
      }
    }
    return mode.isEmpty() && kind == ContainerKind.EPHEMERAL ? Optional.of("") : mode;
  }
}
