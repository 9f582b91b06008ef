// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How a replica is started: with the flags of `cgrant serve`, in surroundings of its own.
///
/// @param prefix the words before the program, each of which ends by running the rest
/// @param options of the Java machine
record Launch(List<String> prefix, List<String> options, Map<String, String> variables) {

  private static final Path PROGRAM = Path.of("src/main/sh/serve-java");

  /// As an image starts it: with an archive of the classes in `src/main/lock/classes`.
  static Launch shipped() {
    Path archive = ServerCache.Archived.current();
    return new Launch(List.of(), List.of("-XX:SharedArchiveFile=" + archive), Map.of());
  }

  /// As from a bare jar.
  static Launch bare() {
    return new Launch(List.of(), List.of("-Xshare:auto"), Map.of());
  }

  Launch with(String... more) {
    var all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new Launch(prefix, all, variables);
  }

  Launch withVariable(String variable, String value) {
    var all = new HashMap<>(variables);
    all.put(variable, value);
    return new Launch(prefix, options, all);
  }

  /// @param script of a shell, before the program takes its place
  Launch after(String script) {
    var words = new ArrayList<>(List.of("sh", "-c", script + "\nexec \"$@\"", "sh"));
    words.addAll(prefix);
    return new Launch(words, options, variables);
  }

  /// @param script run as root of a mount namespace of its own
  Launch afterMounts(String script) {
    Launch inside = after(script);
    var words = new ArrayList<>(List.of("unshare", "--mount"));
    words.addAll(inside.prefix());
    return new Launch(words, options, variables);
  }

  List<String> words(List<String> properties) {
    var all = new ArrayList<>(options);
    all.addAll(properties);
    var words = new ArrayList<>(prefix);
    words.addAll(
        List.of(
            "env",
            "JAVA_HOME=" + System.getProperty("java.home"),
            "CGRANT_JAVA_OPTS=" + String.join(" ", all),
            PROGRAM.toString()));
    return words;
  }
}
