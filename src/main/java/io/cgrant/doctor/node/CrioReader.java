// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.delegation.CgroupDriver;
import io.cgrant.doctor.NodeFacts.Allowing;
import io.cgrant.doctor.NodeFacts.Crio;
import io.cgrant.doctor.NodeFacts.Extent;
import io.cgrant.doctor.NodeFacts.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what CRI-O loads: the main file, then the files of the folder beside it and of the
/// folders below, by name. A later file wins; a runtime or a workload that it writes replaces
/// the earlier one as a whole.
///
/// Source: crio.conf.d(5); CRI-O `pkg/config` (`UpdateFromPath`, `UpdateFromDropInFile`).
final class CrioReader {

  private static final List<String> REPLACED = List.of("runtimes", "workloads");
  private static final String ANNOTATIONS = "allowed_annotations";

  private final Rootfs root;
  private final String main;
  private final List<String> files = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private Extent extent = Extent.Whole;
  private final ObjectNode runtime = JsonNodeFactory.instance.objectNode();

  private CrioReader(Rootfs root, String main) {
    this.root = root.noting(() -> extent = Extent.Part);
    this.main = main;
  }

  /// Empty where there is no file of it at all.
  static Optional<Crio> read(Rootfs root, String main) {
    var reader = new CrioReader(root, main);
    reader.root.file(main).ifPresent(text -> reader.parse(main, text));
    reader.walk(main + ".d");
    return reader.files.isEmpty() ? Optional.empty() : Optional.of(reader.crio());
  }

  /// As Go does it: into folders, but not into one behind a link, which it takes for a file.
  private void walk(String folder) {
    for (String name : root.names(folder, "")) {
      String path = folder + "/" + name;
      if (root.isFolder(path) && root.linked(path).isEmpty()) {
        walk(path);
      } else {
        load(path);
      }
    }
  }

  private void load(String path) {
    Rootfs.Sight<Optional<String>> text = root.look(files -> files.text(path));
    text.seen().ifPresent(read -> parse(path, read));
    if (text.seen().isEmpty() && text.isWhole() && root.linked(path).isPresent()) {
      files.add(path);
      String where = root.isFolder(path) ? "a folder" : "no file";
      problems.add(new Problem(path, "it is a link to " + where + "; CRI-O does not start"));
    }
  }

  private void parse(String path, String text) {
    files.add(path);
    try {
      JsonNode written = Toml.read(text).path("crio").path("runtime");
      if (written instanceof ObjectNode table) {
        REPLACED.forEach(
            key ->
                table
                    .path(key)
                    .properties()
                    .forEach(e -> runtime.withObjectProperty(key).remove(e.getKey())));
        table.properties().stream()
            .filter(e -> e.getValue().isArray())
            .forEach(e -> runtime.remove(e.getKey()));
        Toml.merge(runtime, table);
      }
    } catch (Toml.Malformed e) {
      problems.add(new Problem(path, e.getMessage() + "; CRI-O does not start"));
    }
  }

  private Crio crio() {
    Extent ofFiles = extent;
    var all = new ArrayList<Allowing>();
    for (Map.Entry<String, JsonNode> e : runtime.path("runtimes").properties()) {
      all.add(
          new Allowing(
              "runtimes." + e.getKey(),
              texts(e.getValue().path(ANNOTATIONS)),
              given(e.getValue()),
              Optional.of(Programs.find(root, program(e.getKey(), e.getValue()))),
              ""));
    }
    for (Map.Entry<String, JsonNode> e : runtime.path("workloads").properties()) {
      all.add(
          new Allowing(
              "workloads." + e.getKey(),
              texts(e.getValue().path(ANNOTATIONS)),
              List.of(),
              Optional.empty(),
              e.getValue().path("activation_annotation").asText()));
    }
    boolean isCgroupfs = runtime.path("cgroup_manager").asText().equals("cgroupfs");
    return new Crio(
        main,
        ofFiles,
        files,
        problems,
        isCgroupfs ? CgroupDriver.cgroupfs : CgroupDriver.systemd,
        defaultRuntime(),
        all,
        CrioHookReader.read(root, folders(), problems::add));
  }

  private Optional<List<String>> folders() {
    return Optional.of(runtime.path("hooks_dir")).filter(JsonNode::isArray).map(CrioReader::texts);
  }

  private String defaultRuntime() {
    return runtime.path("default_runtime").asText("crun");
  }

  /// Without a path CRI-O looks for a program of the runtime's name. One that inherits has the
  /// default one's (`ValidateRuntimes`).
  private String program(String name, JsonNode written) {
    boolean isHeir = written.path("inherit_default_runtime").asBoolean();
    String whose = isHeir ? defaultRuntime() : name;
    String path = runtime.path("runtimes").path(whose).path("runtime_path").asText();
    return path.isEmpty() ? whose : path;
  }

  private static List<String> given(JsonNode written) {
    return written.path("default_annotations").properties().stream()
        .filter(e -> e.getValue().asText().equals("true"))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }
}
