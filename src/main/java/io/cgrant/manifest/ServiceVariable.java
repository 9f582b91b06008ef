// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The variables that the kubelet defines for each Service of the namespace, and for `kubernetes`
/// in every pod, whatever `enableServiceLinks` says.
///
/// Source: kubelet `getServiceEnvVarMap`, `k8s.io/kubernetes/pkg/kubelet/envvars`.
final class ServiceVariable {

  /// The name of a Service in capitals, its dashes as underscores. What looks alike and is none, as
  /// `$(/sbin/init_PORT)`, is text that the kubelet leaves as it is.
  private static final Pattern NAME =
      Pattern.compile(
          "[A-Z0-9_]+_(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT(?:_[0-9]+_(TCP|UDP|SCTP)(?:_(PROTO|PORT|ADDR))?)?)");

  /// A Service has 63 characters, and its port 15. The pattern is tried at each place of a name.
  private static final int LONGEST = 128;

  private ServiceVariable() {}

  /// How the value begins, as far as the name tells and letters are in it: ports and addresses
  /// have none, and an address cannot be part of a program's name.
  ///
  /// @return empty where the name is none of a Service
  static Optional<String> beginning(String name) {
    Matcher parts = NAME.matcher(name);
    if (name.length() > LONGEST || !parts.matches()) {
      return Optional.empty();
    }
    String protocol = parts.group(1);
    if (protocol == null) {
      // Also `A_SERVICE_PORT`, a number of Service `a`: `a-service` has an address under it.
      return Optional.of(name.endsWith("_PORT") ? "tcp://" : "");
    }
    String written = protocol.toLowerCase(Locale.ROOT);
    return switch (parts.group(2)) {
      case null -> Optional.of(written + "://");
      case "PROTO" -> Optional.of(written);
      case String portOrAddress -> Optional.of("");
    };
  }
}
