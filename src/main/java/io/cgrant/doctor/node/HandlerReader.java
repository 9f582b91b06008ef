// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.delegation.CgroupDriver;
import io.cgrant.doctor.NodeFacts.BaseSpec;
import io.cgrant.doctor.NodeFacts.Handler;
import io.cgrant.doctor.NodeFacts.Mount;
import java.util.Optional;

/// Reads one handler of containerd.
final class HandlerReader {

  private static final JsonMapper JSON = new JsonMapper();

  private HandlerReader() {}

  static Handler read(Rootfs root, String name, JsonNode table) {
    JsonNode options = table.path("options");
    String binary = options.path("BinaryName").asText();
    return new Handler(
        name,
        table.path("cgroup_writable").asBoolean() ? Mount.Writable : Mount.ReadOnly,
        options.path("SystemdCgroup").asBoolean() ? CgroupDriver.systemd : CgroupDriver.cgroupfs,
        Programs.find(root, binary.isEmpty() ? "runc" : binary),
        baseSpec(root, table.path("base_runtime_spec").asText()),
        table.path("pod_annotations").valueStream().map(JsonNode::asText).toList());
  }

  private static BaseSpec baseSpec(Rootfs root, String path) {
    if (path.isEmpty()) {
      return new BaseSpec.None();
    }
    return switch (root.presence(path)) {
      case Absent -> new BaseSpec.Absent(path);
      case Unseen -> new BaseSpec.Unseen(path);
      case There -> ofFile(root, path);
    };
  }

  private static BaseSpec ofFile(Rootfs root, String path) {
    Rootfs.Sight<Optional<String>> text = root.look(files -> files.text(path));
    if (text.seen().isEmpty()) {
      return text.isWhole()
          ? new BaseSpec.Unreadable(path, "it is no file")
          : new BaseSpec.Unseen(path);
    }
    return parsed(path, text.seen().get());
  }

  private static BaseSpec parsed(String path, String text) {
    try {
      JsonNode file = JSON.readTree(text);
      if (!file.isObject()) {
        return new BaseSpec.Unreadable(path, "it is no JSON object");
      }
      JsonNode bounds = file.path("linux").path("resources").path("unified");
      return new BaseSpec.Read(
          path, written(bounds, "cgroup.max.descendants"), written(bounds, "cgroup.max.depth"));
    } catch (JsonProcessingException e) {
      return new BaseSpec.Unreadable(path, "it is no JSON");
    }
  }

  private static Optional<String> written(JsonNode bounds, String key) {
    return Optional.ofNullable(bounds.get(key)).map(JsonNode::asText);
  }
}
