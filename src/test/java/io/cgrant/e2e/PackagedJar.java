// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What Maven packages, server and command line, and how scenarios start it.
final class PackagedJar {

  static final Path FILE = Path.of("target/quarkus-app/quarkus-run.jar");

  /// Few scenarios ask enough of a process to be worth the second compiler. The collector and the
  /// headers are those that the cache is made for.
  private static final List<String> QUICK =
      List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:TieredStopAtLevel=1");

  private PackagedJar() {}

  /// The command line, to its end.
  static String run(String... arguments) {
    return command(arguments).run().orThrow();
  }

  static Command command(String... arguments) {
    List<String> words = words(List.of());
    words.addAll(List.of(arguments));
    return new Command(words, Map.of());
  }

  /// The words that start it; arguments come after them.
  ///
  /// @param options of the Java machine
  static List<String> words(List<String> options) {
    var words = new ArrayList<>(List.of(java()));
    words.addAll(QUICK);
    words.add("-XX:AOTCache=" + ServerCache.Trained.current());
    words.addAll(options);
    words.addAll(List.of("-jar", FILE.toString()));
    return words;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
