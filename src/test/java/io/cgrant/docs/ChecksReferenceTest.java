// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.crd.GeneratedDefinition;
import io.cgrant.policy.check.Floor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writes `docs/reference/checks.md` from the `permits` clause and the checks' doc comments.
@Tag("generated")
final class ChecksReferenceTest {

  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final Pattern FIELD = Pattern.compile("^`([^`]+)`");

  private static final String HEAD =
      """
      <!-- Generated from the sources of the checks by `make generate`. Do not edit. -->
      # Checks

      What a grant requires of a pod. Every check reports all that is wrong, each as a field path, a
      stable reason ([all of them](reasons.md)) and a sentence with the way out. The examples are the pods
      that the tests of cgrant send through the gate, with the findings that each one gets.
      """;

  private static final String FLOOR =
      """

      ## The floor

      Refused together with a writable cgroup, whatever a policy says.
      """;

  private static final String POLICY =
      """

      ## What a policy requires

      Each has a strict default, which holds where the policy leaves its field out. A check without a
      field always holds.
      """;

  private static final String BESIDE =
      """

      ## What a policy asks beside the checks
      """;

  /// By the name of their field, with the record or enum that says what it is.
  static final Map<String, String> TERMS =
      new TreeMap<>(Map.of("rules", "Rule", "authorization", "Authorization", "quota", "Quota"));

  @Test
  void theReferenceIsWhatTheSourcesSay() {
    List<String> floor =
        Floor.CHECKS.stream().map(check -> check.getClass().getSimpleName()).toList();
    Map<Boolean, List<CheckDoc>> docs =
        CheckDoc.names().stream()
            .map(name -> CheckDoc.read(CheckDoc.SOURCES, name))
            .collect(Collectors.partitioningBy(doc -> floor.contains(doc.name())));
    GeneratedFile.verify(
        Path.of("docs/reference/checks.md"),
        HEAD
            + FLOOR
            + sections(docs.get(true))
            + POLICY
            + sections(docs.get(false))
            + BESIDE
            + TERMS.keySet().stream()
                .map(field -> section(field, term(field)))
                .collect(Collectors.joining()));
  }

  @Test
  void everyFieldThatIsNamedIsInTheSchema() {
    var named = new TreeSet<String>();
    Stream.concat(
            CheckDoc.names().stream().map(name -> CheckDoc.read(CheckDoc.SOURCES, name)),
            TERMS.keySet().stream().map(ChecksReferenceTest::term))
        .forEach(
            doc -> {
              named.addAll(doc.fields().keySet());
              named.addAll(fieldOf(doc));
            });
    assertTrue(named.contains("require.hostPaths.allow"), named.toString());
    assertEquals(
        Set.of(),
        named.stream()
            .filter(path -> !GeneratedDefinition.hasField("spec." + path))
            .collect(Collectors.toSet()));
  }

  @Test
  void everyRequirementOfTheSchemaHasItsSection() {
    var documented = new TreeSet<String>();
    Stream.concat(
            CheckDoc.names().stream().map(name -> CheckDoc.read(CheckDoc.SOURCES, name)),
            TERMS.keySet().stream().map(ChecksReferenceTest::term))
        .forEach(doc -> documented.addAll(fieldOf(doc)));
    assertEquals(
        GeneratedDefinition.fields("spec.require").stream()
            .map(field -> "require." + field)
            .collect(Collectors.toCollection(TreeSet::new)),
        documented);
  }

  static CheckDoc term(String field) {
    return CheckDoc.read(CheckDoc.SOURCES.getParent(), TERMS.get(field));
  }

  private static List<String> fieldOf(CheckDoc doc) {
    var field = FIELD.matcher(doc.labelled("Field"));
    return field.find() ? List.of(field.group(1)) : List.of();
  }

  @Test
  void aSectionHoldsEverythingThatTheDocCommentSays() {
    var doc =
        CheckDoc.of(
            "ForbidCpusXy",
            """
            /// Refuses one
            /// thing.
            ///
            /// Way out: do
            /// another.
            ///
            /// @param one `require.xy.first`: what it
            ///     is
            /// @param two `require.xy.second`: more
            public record ForbidCpusXy(int one, int two) implements Check {
            """);
    assertEquals(
        """

        ### forbid-cpus-xy

        Refuses one thing.

        **Way out**: do another.

        Parameters:
        - `require.xy.first`: what it is
        - `require.xy.second`: more

        [Examples](../../src/test/resources/cases/forbid-cpus-xy)
        """,
        section(doc));
  }

  private static String sections(List<CheckDoc> docs) {
    return docs.stream().map(ChecksReferenceTest::section).collect(Collectors.joining());
  }

  private static String section(CheckDoc doc) {
    return section(doc.id(), doc);
  }

  private static String section(String title, CheckDoc doc) {
    var page = new StringBuilder("\n### " + title + "\n");
    doc.paragraphs().forEach(p -> page.append("\n").append(withBoldLabel(p)).append("\n"));
    if (!doc.parameters().isEmpty()) {
      page.append("\nParameters:\n");
      doc.fields().forEach((field, text) -> page.append("- `" + field + "`: " + text + "\n"));
    }
    boolean hasExamples = !TERMS.containsKey(title) || Files.isDirectory(CASES.resolve(title));
    return page.append(
            hasExamples ? "\n[Examples](../../src/test/resources/cases/" + title + ")\n" : "")
        .toString();
  }

  private static String withBoldLabel(String paragraph) {
    return paragraph.replaceFirst("^(Source|Field|Default|Reasons|Way out): ", "**$1**: ");
  }
}
