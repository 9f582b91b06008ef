// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.util.Optional;

/// What is read of the pod's own `securityContext`.
record PodSecurity(
    Optional<String> seccompType, boolean windowsOptions, boolean hostCgroupNamespace) {

  static final PodSecurity NONE = new PodSecurity(Optional.empty(), false, false);

  static PodSecurity read(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return NONE;
    }
    Optional<String> seccompType = Optional.empty();
    boolean windowsOptions = false;
    boolean hostCgroupNamespace = false;
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "seccompProfile" -> seccompType = profileType(cursor);
        case "windowsOptions" -> windowsOptions = isSet(cursor);
        case "hostCgroupNamespace" -> hostCgroupNamespace = cursor.flag().orElse(false);
        default -> cursor.skip();
      }
    }
    return new PodSecurity(seccompType, windowsOptions, hostCgroupNamespace);
  }

  static Optional<String> profileType(JsonCursor cursor) {
    Optional<String> type = Optional.empty();
    if (cursor.enterObject()) {
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        if (key.equals("type")) {
          type = cursor.text();
        } else {
          cursor.skip();
        }
      }
    }
    return type;
  }

  static boolean isSet(JsonCursor cursor) {
    boolean set = !cursor.isNull();
    cursor.skip();
    return set;
  }
}
