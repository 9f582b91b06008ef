// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.CgroupOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each rule is run on the sources, and on a text that must not get past it.
class SourceRulesTest {

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TEST = Path.of("src/test/java");

  @Test
  void everyFileHasTheLicenceHeader() throws IOException {
    assertNone(of(MAIN, t -> SourceRules.header(t).stream().toList()));
    assertNone(of(TEST, t -> SourceRules.header(t).stream().toList()));
    assertTrue(SourceRules.header("package io.cgrant;\n").isPresent());
  }

  @Test
  void noMainFileIsLong() throws IOException {
    assertNone(of(MAIN, t -> SourceRules.fileLength(t).stream().toList()));
    assertTrue(SourceRules.fileLength("\n".repeat(300)).isEmpty());
    assertEquals(
        "has 301 lines, more than 300", SourceRules.fileLength("\n".repeat(301)).orElseThrow());
  }

  @Test
  void noMainMethodIsLong() throws IOException {
    assertNone(of(MAIN, SourceRules::methodLengths));
    assertEquals(List.of(), SourceRules.methodLengths(methodOfLines(40)));
    assertEquals(
        List.of("method m has 41 lines, more than 40"),
        SourceRules.methodLengths(methodOfLines(41)));
  }

  @Test
  void noDocCommentIsCut() throws IOException {
    assertNone(of(MAIN, SourceRules::cutDocs));
    assertNone(of(TEST, SourceRules::cutDocs));
    assertEquals(
        List.of("line 2 is the tail of a doc comment: // tail"),
        SourceRules.cutDocs("  /// a line that was too long\n  // tail\n"));
    assertEquals(List.of(), SourceRules.cutDocs("/// whole\n\n// another\n"));
  }

  /// Its names can still change, and must then be changed in one place.
  @Test
  void theNamesOfTheCgroupOptionsStandInOnePlace() throws IOException {
    var names = Set.of(CgroupOptions.FIELD, CgroupOptions.MODE);
    Map<Path, List<String>> found = of(MAIN, t -> SourceRules.literals(t, names));
    List<String> there = found.remove(MAIN.resolve("io/cgrant/pod/CgroupOptions.java"));
    assertEquals(Set.of("writes cgroupOptions", "writes mountMode"), Set.copyOf(there));
    assertNone(found);
    assertEquals(
        List.of("writes mountMode"),
        SourceRules.literals(
            "/// `cgroupOptions`\nclass C { String mountMode = \"a.mountMode\"; }", names));
  }

  @Test
  void everyMainPackageSaysWhatLivesThere() throws IOException {
    assertEquals(List.of(), silentPackages(sources(MAIN)));
    assertEquals(
        List.of(Path.of("a")), silentPackages(List.of(Path.of("a/B.java"), Path.of("a/C.java"))));
    String info = Files.readString(MAIN.resolve("io/cgrant/policy/package-info.java"));
    assertTrue(info.contains("///"));
    for (Path path : sources(MAIN)) {
      if (path.endsWith("package-info.java")) {
        assertTrue(Files.readString(path).contains("///"), path + " says nothing");
      }
    }
  }

  private static List<Path> silentPackages(Collection<Path> sources) {
    return sources.stream()
        .map(Path::getParent)
        .distinct()
        .filter(p -> !sources.contains(p.resolve("package-info.java")))
        .toList();
  }

  private static String methodOfLines(int lines) {
    return "class C {\n  void m() {\n" + "    ;\n".repeat(lines - 2) + "  }\n}\n";
  }

  private static Map<Path, List<String>> of(Path root, Function<String, List<String>> rule)
      throws IOException {
    var found = new TreeMap<Path, List<String>>();
    for (Path path : sources(root)) {
      found.put(path, rule.apply(Files.readString(path)));
    }
    assertTrue(found.size() > 10, "looked at " + found.size() + " files below " + root);
    return found;
  }

  private static void assertNone(Map<Path, List<String>> findings) {
    String told =
        findings.entrySet().stream()
            .flatMap(e -> e.getValue().stream().map(f -> e.getKey() + " " + f))
            .collect(Collectors.joining("\n"));
    assertEquals("", told);
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(p -> p.toString().endsWith(".java")).sorted().toList();
    }
  }
}
