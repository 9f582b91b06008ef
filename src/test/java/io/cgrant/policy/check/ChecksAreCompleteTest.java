// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.docs.CheckDoc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A check cannot be merged without its test, its doc comment and its cases.
final class ChecksAreCompleteTest {

  private static final Path TESTS = Path.of("src/test/java/io/cgrant/policy/check");
  private static final Path CASES = Path.of("src/test/resources/cases");

  /// Of what a policy's author writes as expressions.
  private static final List<String> FOLDERS_OF_NO_CHECK =
      List.of("exceptions", "match-conditions", "rules");

  @TempDir Path root;

  @Test
  void everyCheckHasItsTestItsDocCommentAndItsCases() throws Exception {
    assertEquals(List.of(), missing(Path.of(""), CheckDoc.names()));
  }

  @Test
  void namesEverythingThatABareCheckLacks() throws Exception {
    write(CheckDoc.SOURCES.resolve("ForbidX.java"), "public record ForbidX() implements Check {}");
    Files.createDirectories(root.resolve(CASES));
    assertEquals(
        List.of(
            "ForbidX has no doc comment (///) before its record",
            "ForbidX does not name its reasons: write a paragraph `Reasons:`",
            "ForbidX has no src/test/java/io/cgrant/policy/check/ForbidXTest.java",
            "ForbidX has no src/test/resources/cases/forbid-x/policy.yaml",
            "ForbidX has no src/test/resources/cases/forbid-x/granted-*.yaml",
            "ForbidX has no src/test/resources/cases/forbid-x/refused-*.yaml"),
        missing(root, List.of("ForbidX")));
  }

  @Test
  void namesWhatDoesNotFitTogether() throws Exception {
    write(
        CheckDoc.SOURCES.resolve("ForbidX.java"),
        "/// Refuses.\n///\n/// Reasons: `Gone`.\npublic record ForbidX(int a) implements Check {}");
    write(TESTS.resolve("ForbidXTest.java"), "");
    write(CASES.resolve("forbid-x/policy.yaml"), "");
    write(CASES.resolve("forbid-x/granted-a.yaml"), "");
    write(CASES.resolve("forbid-x/refused-b.yaml"), "");
    write(CASES.resolve("forbid-x/other.yaml"), "");
    write(CASES.resolve("forbid-y/policy.yaml"), "");
    assertEquals(
        List.of(
            "ForbidX says it gives the reason Gone, which its source does not",
            "ForbidX has parameters without @param",
            "src/test/resources/cases/forbid-x/other.yaml is neither granted-* nor refused-*",
            "src/test/resources/cases/forbid-x/refused-b.yaml has no refused-b.txt beside it",
            "src/test/resources/cases/forbid-y is the case folder of no check"),
        missing(root, List.of("ForbidX")));
  }

  private static List<String> missing(Path root, List<String> names) throws IOException {
    var missing = new ArrayList<String>();
    var ids = new ArrayList<String>();
    for (String name : names) {
      CheckDoc doc = CheckDoc.read(root.resolve(CheckDoc.SOURCES), name);
      ids.add(doc.id());
      missing.addAll(inSource(root, doc));
      Path test = TESTS.resolve(name + "Test.java");
      if (!Files.exists(root.resolve(test))) {
        missing.add(name + " has no " + test);
      }
      missing.addAll(inCases(root, doc));
    }
    for (Path folder : children(root.resolve(CASES))) {
      String id = folder.getFileName().toString();
      boolean isOfNoCheck = id.startsWith("route-") || FOLDERS_OF_NO_CHECK.contains(id);
      if (Files.isDirectory(folder) && !isOfNoCheck && !ids.contains(id)) {
        missing.add(CASES.resolve(folder.getFileName()) + " is the case folder of no check");
      }
    }
    return missing;
  }

  private static List<String> inSource(Path root, CheckDoc doc) throws IOException {
    var missing = new ArrayList<String>();
    String source = Files.readString(root.resolve(CheckDoc.SOURCES).resolve(doc.name() + ".java"));
    if (doc.paragraphs().isEmpty()) {
      missing.add(doc.name() + " has no doc comment (///) before its record");
    }
    if (doc.reasons().isEmpty()) {
      missing.add(doc.name() + " does not name its reasons: write a paragraph `Reasons:`");
    }
    for (String reason : doc.reasons()) {
      if (!source.contains("Reason." + reason)) {
        missing.add(
            doc.name() + " says it gives the reason " + reason + ", which its source does not");
      }
    }
    if (doc.parameters().isEmpty() && !source.contains("public record " + doc.name() + "()")) {
      missing.add(doc.name() + " has parameters without @param");
    }
    return missing;
  }

  private static List<String> inCases(Path root, CheckDoc doc) throws IOException {
    var missing = new ArrayList<String>();
    Path folder = CASES.resolve(doc.id());
    List<String> files =
        children(root.resolve(folder)).stream().map(f -> f.getFileName().toString()).toList();
    if (!files.contains("policy.yaml")) {
      missing.add(doc.name() + " has no " + folder + "/policy.yaml");
    }
    List<String> pods =
        files.stream().filter(f -> f.endsWith(".yaml") && !f.equals("policy.yaml")).toList();
    for (String prefix : List.of("granted-", "refused-")) {
      if (pods.stream().noneMatch(f -> f.startsWith(prefix))) {
        missing.add(doc.name() + " has no " + folder + "/" + prefix + "*.yaml");
      }
    }
    for (String pod : pods) {
      boolean refused = pod.startsWith("refused-");
      String findings = pod.replace(".yaml", ".txt");
      if (!refused && !pod.startsWith("granted-")) {
        missing.add(folder + "/" + pod + " is neither granted-* nor refused-*");
      }
      if (refused && !files.contains(findings)) {
        missing.add(folder + "/" + pod + " has no " + findings + " beside it");
      }
    }
    return missing;
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private void write(Path file, String text) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }
}
