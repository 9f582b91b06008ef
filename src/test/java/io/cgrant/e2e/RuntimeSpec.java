// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.e2e.node.Node;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What containerd tells runc of a container: what it may do and how much it may use. Names of it,
/// its program and the files of its pod are left out.
///
/// @param lines one for each field, with its value
record RuntimeSpec(String lines) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> FIELDS =
      List.of(
          "/process/capabilities",
          "/process/noNewPrivileges",
          "/process/user",
          "/linux/maskedPaths",
          "/linux/readonlyPaths",
          "/linux/resources/cpu",
          "/linux/resources/memory",
          "/linux/resources/unified",
          "/linux/seccomp/defaultAction");

  static RuntimeSpec of(Node node, String container) {
    JsonNode spec = read(node.run("crictl inspect " + container).orThrow()).at("/info/runtimeSpec");
    return new RuntimeSpec(
        Stream.of(
                FIELDS.stream().map(field -> line(field, spec.at(field))),
                sizes(spec, "/linux/uidMappings"),
                sizes(spec, "/linux/gidMappings"),
                spec.path("mounts")
                    .valueStream()
                    .filter(m -> m.path("destination").asText().equals("/sys/fs/cgroup"))
                    .map(m -> line("/sys/fs/cgroup", m.path("options"))))
            .flatMap(lines -> lines)
            .collect(Collectors.joining("\n")));
  }

  /// From which of its users on, and how many. Whom they are on the node is each pod's own affair.
  private static Stream<String> sizes(JsonNode spec, String field) {
    return spec.at(field)
        .valueStream()
        .map(m -> field + ": " + m.path("containerID").asLong() + " " + m.path("size").asLong());
  }

  private static String line(String field, JsonNode value) {
    return field + ": " + value;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
