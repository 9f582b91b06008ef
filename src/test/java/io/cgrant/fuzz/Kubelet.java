// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/// The first word of a container as the kubelet hands it to the runtime, in a namespace with these
/// Services, where no Secret is there.
///
/// Source: `third_party/forked/golang/expansion`, kubelet `makeEnvironmentVariables`.
final class Kubelet {

  private static final Map<String, String> SERVICES =
      Map.of(
          "X_PORT", "tcp://10.0.0.1:443",
          "Y_PORT", "tcp://10.0.0.2:443",
          "X_PORT_443_TCP", "tcp://10.0.0.1:443",
          "X_PORT_443_TCP_PROTO", "tcp",
          "U_PORT_53_UDP_PROTO", "udp",
          "S_PORT_1_SCTP_PROTO", "sctp",
          "X_SERVICE_HOST", "10.0.0.1",
          "X_SERVICE_PORT", "443",
          // Of a Service that is called `z-service`.
          "Z_SERVICE_PORT", "tcp://10.0.0.3:80");

  /// What `resourceFieldRef` gives.
  private static final String CPUS = "2";

  private final Map<String, String> fields;
  private final Map<String, String> environment = new HashMap<>(SERVICES);

  /// @param fields what the downward API can name, by its path
  Kubelet(Map<String, String> fields) {
    this.fields = fields;
  }

  String firstWord(JsonNode container) {
    for (JsonNode variable : container.path("env")) {
      String value = variable.path("value").asText();
      JsonNode from = variable.path("valueFrom");
      if (value.isEmpty() && from.has("fieldRef")) {
        value = fields.get(from.at("/fieldRef/fieldPath").asText());
      } else if (value.isEmpty() && from.has("resourceFieldRef")) {
        value = CPUS;
      } else if (from.isMissingNode()) {
        value = expanded(value);
      } else {
        continue;
      }
      environment.put(variable.path("name").asText(), value);
    }
    JsonNode command = container.has("command") ? container.get("command") : container.get("args");
    return expanded(command.get(0).asText());
  }

  private String expanded(String text) {
    var result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = text.startsWith("$(", at) ? text.indexOf(')', at) : -1;
      if (text.startsWith("$$", at)) {
        result.append('$');
        at += 2;
      } else if (end > 0) {
        String name = text.substring(at + 2, end);
        result.append(environment.getOrDefault(name, "$(" + name + ")"));
        at = end + 1;
      } else {
        result.append(text.charAt(at));
        at++;
      }
    }
    return result.toString();
  }

  /// CRI-O's `WillRunSystemd`, with Go's `filepath.Base`.
  static boolean isSystemd(String word) {
    int end = word.length();
    while (end > 0 && word.charAt(end - 1) == '/') {
      end--;
    }
    return word.contains("/sbin/init")
        || end > 0 && word.substring(word.lastIndexOf('/', end - 1) + 1, end).equals("systemd");
  }
}
