// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.Confinement;
import io.cgrant.pod.Confinement.SeLinux;
import java.util.Optional;

/// The fields of a `securityContext` met so far that pods and containers have in common.
final class ConfinementInProgress {

  private Optional<Boolean> runAsNonRoot = Optional.empty();
  private Optional<Long> runAsUser = Optional.empty();
  private Optional<SeLinux> seLinux = Optional.empty();
  private Optional<String> appArmorType = Optional.empty();
  private boolean isSet;

  /// Reads the field if it is one of them, else passes over it.
  void field(String key, JsonCursor cursor) {
    switch (key) {
      case "runAsNonRoot" -> runAsNonRoot = cursor.flag();
      case "runAsUser" -> runAsUser = cursor.whole();
      case "seLinuxOptions" -> seLinux = seLinux(cursor);
      case "appArmorProfile" -> appArmorType = PodSecurity.profileType(cursor);
      default -> {
        cursor.skip();
        return;
      }
    }
    isSet = true;
  }

  Confinement read() {
    return isSet
        ? new Confinement(runAsNonRoot, runAsUser, seLinux, appArmorType)
        : Confinement.NONE;
  }

  private static Optional<SeLinux> seLinux(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return Optional.empty();
    }
    String type = "";
    String user = "";
    String role = "";
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "type" -> type = cursor.textOrEmpty();
        case "user" -> user = cursor.textOrEmpty();
        case "role" -> role = cursor.textOrEmpty();
        default -> cursor.skip();
      }
    }
    return Optional.of(new SeLinux(type, user, role));
  }
}
