// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.delegation.ContainerdRelease;
import io.cgrant.delegation.Release;
import io.cgrant.doctor.NodeFacts.ConfigFile;
import io.cgrant.doctor.NodeFacts.Containerd;
import io.cgrant.doctor.NodeFacts.Extent;
import io.cgrant.doctor.NodeFacts.Handler;
import io.cgrant.doctor.NodeFacts.PluginName;
import io.cgrant.doctor.NodeFacts.Problem;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Reads what containerd loads: the main file and whatever it imports, merged file by file, and
/// only then brought from version 2 to version 3, as containerd 2.1 and 2.2 do it. That is what
/// drops half of it where the versions differ. Later ones bring up each file by itself; where
/// nobody says which release it is, an older one is assumed.
///
/// Source: containerd `cmd/containerd/server/config`, `plugins/cri/runtime` (`configMigration`).
final class ContainerdReader {

  /// Releases that know this version migrate each file by itself.
  private static final int BROUGHT_UP_ALONE = 4;

  private static final int NEW_NAMES = 3;

  private static final String PLUGINS = "plugins";
  private static final String OLD_PLUGIN = "io.containerd.grpc.v1.cri";
  private static final String PLUGIN = "io.containerd.cri.v1.runtime";
  private static final String DROP_INS = "/etc/containerd/conf.d";
  private static final String TOML = ".toml";
  private static final String CONTAINERD = "containerd";
  private static final String RUNTIMES = "runtimes";
  private static final String BUILT_IN = "runc";
  private static final int MOST_FILES = 100;

  private final Rootfs root;
  private final Optional<Release> release;
  private final List<ConfigFile> files = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> imported = new HashSet<>();
  private final ObjectNode merged = JsonNodeFactory.instance.objectNode();
  private int version;
  private Extent extent = Extent.Whole;

  private ContainerdReader(Rootfs root, Optional<Release> release) {
    this.root = root.noting(() -> extent = Extent.Part);
    this.release = release;
  }

  /// Which one the packages say; empty where none of them is it.
  static Optional<Release> release(Map<String, String> packages) {
    return Stream.of("containerd", "containerd.io")
        .map(packages::get)
        .filter(version -> version != null)
        .findFirst()
        .flatMap(Release::read);
  }

  /// Empty where the main file is not there.
  static Optional<Containerd> read(Rootfs root, String main, Optional<Release> release) {
    var reader = new ContainerdReader(root, release);
    if (root.file(main).isEmpty()) {
      return Optional.empty();
    }
    reader.load(main);
    return Optional.of(reader.containerd(main));
  }

  private void load(String main) {
    Deque<String> pending = new ArrayDeque<>(List.of(main));
    while (!pending.isEmpty() && files.size() < MOST_FILES) {
      String path = pending.poll();
      if (imported.add(path)) {
        text(path).ifPresent(text -> pending.addAll(loaded(path, text)));
      }
    }
  }

  /// What is there and cannot be read is told, and nobody takes it for what is not there.
  private Optional<String> text(String path) {
    Rootfs.Sight<Optional<String>> text = root.look(files -> files.file(path));
    if (text.seen().isEmpty() && text.isWhole()) {
      problems.add(new Problem(path, "it is imported and not there, so containerd does not start"));
    }
    return text.seen();
  }

  /// What it imports.
  private List<String> loaded(String path, String text) {
    try {
      ObjectNode tree = Toml.read(text);
      merge(path, tree);
      return imports(path, tree);
    } catch (Toml.Malformed e) {
      files.add(new ConfigFile(path, version, Set.of()));
      problems.add(new Problem(path, e.getMessage() + "; containerd does not start"));
      return List.of();
    }
  }

  private void merge(String path, ObjectNode tree) {
    int written = tree.path("version").asInt();
    version = written == 0 ? version : written;
    files.add(new ConfigFile(path, written, plugins(tree)));
    boolean isOld = written < NEW_NAMES;
    if (isOld && isBroughtUpAlone() && tree.get(PLUGINS) instanceof ObjectNode own) {
      migrate(own);
    }
    Toml.merge(merged, tree);
  }

  private boolean isBroughtUpAlone() {
    return release
        .map(ContainerdRelease::mixesVersions)
        .orElse(files.getFirst().version() >= BROUGHT_UP_ALONE);
  }

  private static Set<PluginName> plugins(ObjectNode tree) {
    Set<PluginName> names = EnumSet.noneOf(PluginName.class);
    if (tree.path(PLUGINS).has(OLD_PLUGIN)) {
      names.add(PluginName.Old);
    }
    if (tree.path(PLUGINS).has(PLUGIN)) {
      names.add(PluginName.New);
    }
    return names;
  }

  private List<String> imports(String from, ObjectNode tree) {
    var found = new ArrayList<String>();
    for (JsonNode written : tree.path("imports")) {
      String path = written.asText().replace("\0", "?");
      String folder = from.substring(0, from.lastIndexOf('/'));
      String absolute = Path.of(folder).resolve(path).normalize().toString();
      if (!absolute.contains("*")) {
        found.add(absolute);
        continue;
      }
      if (absolute.matches(".*[\\[\\\\].*")) {
        root.unseen().accept(from + " imports " + path + ", a pattern that doctor does not follow");
        continue;
      }
      found.addAll(root.matching(absolute));
    }
    return found;
  }

  private Containerd containerd(String main) {
    Extent ofFiles = extent;
    ObjectNode plugins = merged.withObjectProperty(PLUGINS);
    if (version == 2 && !isBroughtUpAlone()) {
      migrate(plugins);
    }
    JsonNode config = plugins.path(PLUGIN).path(CONTAINERD);
    var handlers = new TreeMap<String, Handler>();
    handlers.put(
        BUILT_IN, HandlerReader.read(root, BUILT_IN, config.path(RUNTIMES).path(BUILT_IN)));
    config
        .path(RUNTIMES)
        .properties()
        .forEach(e -> handlers.put(e.getKey(), HandlerReader.read(root, e.getKey(), e.getValue())));
    String defaultHandler = config.path("default_runtime_name").asText(BUILT_IN);
    return new Containerd(
        release, ofFiles, files, problems, notImported(main), defaultHandler, handlers);
  }

  /// What is of version 3 already is kept, key by key.
  private static void migrate(ObjectNode plugins) {
    if (!(plugins.get(OLD_PLUGIN) instanceof ObjectNode old)) {
      return;
    }
    ObjectNode runtime = plugins.withObjectProperty(PLUGIN);
    if (old.get(CONTAINERD) instanceof ObjectNode written) {
      Toml.fill(runtime.withObjectProperty(CONTAINERD), written);
    }
  }

  private List<String> notImported(String main) {
    // Of another main file, as k3s has one, that folder is not the one.
    if (!main.startsWith("/etc/containerd/")) {
      return List.of();
    }
    return root.names(DROP_INS, TOML).stream()
        .map(name -> DROP_INS + "/" + name)
        .filter(path -> !imported.contains(path))
        .toList();
  }
}
