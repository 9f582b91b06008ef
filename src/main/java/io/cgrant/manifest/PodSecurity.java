// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.Confinement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is read of the pod's own `securityContext`.
record PodSecurity(
    Optional<String> seccompType,
    boolean windowsOptions,
    boolean hostCgroupNamespace,
    Confinement confinement,
    List<String> sysctls) {

  static final PodSecurity NONE =
      new PodSecurity(Optional.empty(), false, false, Confinement.NONE, List.of());

  static PodSecurity read(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return NONE;
    }
    Optional<String> seccompType = Optional.empty();
    boolean windowsOptions = false;
    boolean hostCgroupNamespace = false;
    List<String> sysctls = List.of();
    var confinement = new ConfinementInProgress();
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "seccompProfile" -> seccompType = profileType(cursor);
        case "windowsOptions" -> windowsOptions = isSet(cursor);
        case "hostCgroupNamespace" -> hostCgroupNamespace = cursor.flag().orElse(false);
        case "sysctls" -> sysctls = sysctls(cursor);
        default -> confinement.field(key, cursor);
      }
    }
    return new PodSecurity(
        seccompType, windowsOptions, hostCgroupNamespace, confinement.read(), sysctls);
  }

  private static List<String> sysctls(JsonCursor cursor) {
    if (!cursor.enterArray()) {
      return List.of();
    }
    var names = new ArrayList<String>(2);
    while (cursor.nextElement()) {
      String name = "";
      if (cursor.enterObject()) {
        for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
          if (key.equals("name")) {
            name = cursor.textOrEmpty();
          } else {
            cursor.skip();
          }
        }
      }
      names.add(name);
    }
    return names;
  }

  /// Empty where there is no profile. One without a type is of the type `""`, which is none that
  /// a policy can allow: the kubelet takes it for `Unconfined`, and does not look at the pod's own.
  static Optional<String> profileType(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return Optional.empty();
    }
    String type = "";
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      if (key.equals("type")) {
        type = cursor.textOrEmpty();
      } else {
        cursor.skip();
      }
    }
    return Optional.of(type);
  }

  static boolean isSet(JsonCursor cursor) {
    boolean set = !cursor.isNull();
    cursor.skip();
    return set;
  }
}
