// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.doctor.CrioHooks;
import io.cgrant.doctor.CrioHooks.Hook;
import io.cgrant.doctor.NodeFacts.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the hooks of CRI-O that could bound a cgroup.
///
/// Source: oci-hooks(5); containers/common `pkg/hooks` (`New`, `ReadDir`, `When.Match`).
final class CrioHookReader {

  private static final JsonMapper JSON = new JsonMapper();

  /// The first one is what `hooks_dir` is where nobody writes it.
  private static final List<String> USUAL =
      List.of("/usr/share/containers/oci/hooks.d", "/etc/containers/oci/hooks.d");

  /// When the container has its cgroup and has done nothing in it. Later ones come too late, and
  /// those in the container do not see the node's tree.
  private static final Set<String> STAGES = Set.of("createRuntime", "prestart");

  private final Rootfs root;
  private final Consumer<Problem> problems;
  private final Map<String, Hook> hooks = new TreeMap<>();

  private CrioHookReader(Rootfs root, Consumer<Problem> problems) {
    this.root = root;
    this.problems = problems;
  }

  /// @param written `hooks_dir`, where it is
  static CrioHooks read(Rootfs root, Optional<List<String>> written, Consumer<Problem> problems) {
    List<String> folders = written.orElse(List.of(USUAL.getFirst()));
    var named = new CrioHookReader(root, problems);
    folders.forEach(named::load);
    var others = new CrioHookReader(root, problem -> {});
    USUAL.stream().filter(folder -> !folders.contains(folder)).forEach(others::load);
    return new CrioHooks(
        folders,
        List.copyOf(named.hooks.values()),
        others.hooks.values().stream()
            .filter(hook -> !hook.bounds().isEmpty())
            .map(Hook::path)
            .toList());
  }

  private void load(String folder) {
    for (String name : root.names(folder, ".json")) {
      String path = folder + "/" + name;
      root.text(path).ifPresent(text -> parse(name, path, text));
    }
  }

  private void parse(String name, String path, String text) {
    try {
      hooks.remove(name);
      JsonNode file = JSON.readTree(text);
      if (!file.isObject()) {
        problems.accept(new Problem(path, "it is no JSON object; CRI-O does not start"));
      }
      if (texts(file.path("stages")).anyMatch(STAGES::contains)) {
        hooks.put(name, hook(path, file));
      }
    } catch (JsonProcessingException e) {
      problems.accept(new Problem(path, "it is no JSON; CRI-O does not start"));
    } catch (PatternSyntaxException e) {
      // CRI-O's patterns are Go's, so this proves nothing.
    }
  }

  private Hook hook(String path, JsonNode file) {
    JsonNode when = file.path("when");
    Map<Pattern, Pattern> annotations = new HashMap<>();
    when.path("annotations")
        .properties()
        .forEach(
            e ->
                annotations.put(
                    Pattern.compile(e.getKey()), Pattern.compile(e.getValue().asText())));
    String line = texts(file.path("hook").path("args")).collect(Collectors.joining(" "));
    return new Hook(
        path,
        Programs.find(root, file.path("hook").path("path").asText()),
        annotations,
        texts(when.path("commands")).map(Pattern::compile).toList(),
        isUncertain(when)
            ? Set.of()
            : CrioHooks.BOUNDS.stream().filter(line::contains).collect(Collectors.toSet()));
  }

  /// It runs for nothing, or for containers that nobody knows from here.
  private static boolean isUncertain(JsonNode when) {
    return when.isEmpty() || when.has("hasBindMounts") || !when.path("always").asBoolean(true);
  }

  private static Stream<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText);
  }
}
