// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.policy.check.Floor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writes `docs/reference/checks.md` from the `permits` clause and the checks' doc comments.
@Tag("generated")
final class ChecksReferenceTest {

  private static final String HEAD =
      """
      <!-- Generated from the sources of the checks by `make generate`. Do not edit. -->
      # Checks

      What a grant requires of a pod. Every check reports all that is wrong, each as a field path, a
      stable reason and a sentence with the way out. The examples are the pods that the tests of cgrant
      send through the gate, with the findings that each one gets.
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
        HEAD + FLOOR + sections(docs.get(true)) + POLICY + sections(docs.get(false)));
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
            /// @param one what it
            ///     is
            /// @param two more
            public record ForbidCpusXy(int one, int two) implements Check {
            """);
    assertEquals(
        """

        ### forbid-cpus-xy

        Refuses one thing.

        **Way out**: do another.

        Parameters:
        - `one`: what it is
        - `two`: more

        [Examples](../../src/test/resources/cases/forbid-cpus-xy)
        """,
        section(doc));
  }

  private static String sections(List<CheckDoc> docs) {
    return docs.stream().map(ChecksReferenceTest::section).collect(Collectors.joining());
  }

  private static String section(CheckDoc doc) {
    var page = new StringBuilder("\n### " + doc.id() + "\n");
    doc.paragraphs().forEach(p -> page.append("\n").append(withBoldLabel(p)).append("\n"));
    if (!doc.parameters().isEmpty()) {
      page.append("\nParameters:\n");
      doc.parameters().forEach((name, text) -> page.append("- `" + name + "`: " + text + "\n"));
    }
    return page.append("\n[Examples](../../src/test/resources/cases/" + doc.id() + ")\n")
        .toString();
  }

  private static String withBoldLabel(String paragraph) {
    return paragraph.replaceFirst("^(Source|Field|Default|Reasons|Way out): ", "**$1**: ");
  }
}
