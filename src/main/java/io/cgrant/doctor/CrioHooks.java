// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import io.cgrant.doctor.NodeFacts.Program;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The hooks that CRI-O has the OCI runtime run on the node, once a container has its cgroup and
/// before its first process runs.
///
/// @param folders of `hooks_dir`
/// @param hooks that count: of two files with one name, that of the later folder
/// @param elsewhere files of hooks with bounds, in usual folders that `hooks_dir` does not name
public record CrioHooks(List<String> folders, List<Hook> hooks, List<String> elsewhere) {

  /// Files of a cgroup by which a hook bounds it.
  public static final List<String> BOUNDS = List.of("cgroup.max.descendants", "cgroup.max.depth");

  /// @param annotations for whom: a pattern of the value, by that of the key
  /// @param commands for whom: patterns of the first word
  /// @param bounds of which its command line speaks
  public record Hook(
      String path,
      Program program,
      Map<Pattern, Pattern> annotations,
      List<Pattern> commands,
      Set<String> bounds) {

    /// Whatever its first word is.
    boolean runsForAnnotation(String key) {
      return commands.isEmpty()
          && !annotations.isEmpty()
          && annotations.entrySet().stream()
              .allMatch(e -> e.getKey().matcher(key).find() && e.getValue().matcher("true").find());
    }

    /// Whatever its annotations are.
    boolean runsForFirstWord(String word) {
      return annotations.isEmpty() && commands.stream().anyMatch(c -> c.matcher(word).find());
    }

    /// For every container.
    boolean runsAlways() {
      return annotations.isEmpty() && commands.isEmpty();
    }
  }

  /// What those do not bound that run in a case.
  List<String> unbounded(Predicate<Hook> runs) {
    var bounded = new TreeSet<String>();
    hooks.stream()
        .filter(hook -> hook.runsAlways() || runs.test(hook))
        .forEach(hook -> bounded.addAll(hook.bounds()));
    return BOUNDS.stream().filter(bound -> !bounded.contains(bound)).toList();
  }
}
