// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import io.cgrant.docs.GeneratedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writes `docs/reference/cel.md` from the examples that [DialectTest] proves.
@Tag("generated")
final class CelReferenceTest {

  private static final String HEAD =
      """
      <!-- Generated from the examples in the tests by `make generate`. Do not edit. -->
      # CEL in policies

      `match.conditions` and `require.rules` are written in [CEL](https://cel.dev), in the dialect that Kubernetes
      gives a ValidatingAdmissionPolicy. Every example here is true of the pod below, and the tests of cgrant prove it.

      - An expression is parsed and type-checked when its policy is read. One with a mistake makes the policy not
        `Ready`: its condition names the line, the column and the text there, and the policy grants nothing.
      - The fields of the pod have no types until the pod is there: a misspelt field is found only when a pod is judged.
      - A field that is missing is an error, as in Kubernetes: ask with `has()` or `?.` first. An error never grants. A rule
        that fails is a finding, `RuleFailed`; a condition that fails is one too, `ConditionFailed`, unless another
        condition of the policy is false.
      - `object` is the pod as it would be stored if the policy granted it: with the RuntimeClass, and with
        `hostUsers` where the policy sets it. The annotation `cgrant.io/granted-by` is in it only once it is stored. For a
        template, and for `cgrant check`, it is the pod that would be made of it, and `request` names nobody.
      - Rules and conditions are asked when a pod is judged: when it is created, and when an update changes what
        cgrant reads of it.

      ## Bounds

      - 16 rules and 16 conditions in a policy, 4,096 characters in each.
      - All expressions of one request may take 100,000 steps together; an ordinary rule takes some hundred. A part of an
        expression is a step, a round of a loop 20, and long texts, long lists and comparisons of whole objects cost by
        their size; to seek one text in another (`contains`, `indexOf`, `split`, `replace`) by the product of both, to try
        a pattern by that of the text and the pattern, and `findAll` by what it reads. When the steps are used up, what is
        still asked has failed. Nothing depends on time: the same pod gets the same answer everywhere.
      - A list or a map that an expression makes costs by all it holds, where each part counts as often as it is reached: a
        step for 8 parts, nothing for the first 64. One of more than 250,000 parts has failed, and so has an expression that
        has more than 100,000 values gone through so.
      - What a loop or `cel.bind` names is not called as a type (`type`, `list`, `string`).
      - Keys of maps are texts, numbers of 32 bits, `true` or `false`. A list or a map as a key is refused where its type is known, and
        an error where it is not.
      - A request of more than 1 MiB is not given to expressions: they fail.
      - Patterns are RE2, written out as a text of at most 256 characters, and 10,000 with their repeats written out, as
        `(a{10}){10}` is a hundred. Those of one expression have at most 1,000 instructions together, which a class of
        Unicode, as `\\p{L}`, counts 80 of. Under `(?i)`, characters beyond U+052F (Cyrillic) are refused, and a range that
        ends beyond ASCII counts as such a class. `replace` and `join` make at most 100,000 characters.

      """;

  @Test
  void theReferenceIsWhatTheExamplesSay() {
    String sections =
        DialectExamples.SECTIONS.stream()
            .map(section -> "## " + section.title() + "\n\n" + table(section.examples()))
            .collect(Collectors.joining("\n"));
    GeneratedFile.verify(
        Path.of("docs/reference/cel.md"),
        HEAD
            + sections
            + "\n## What Kubernetes has and cgrant has not\n\n"
            + "Refused when the policy is written.\n\n"
            + DialectExamples.MISSING.stream()
                .map(missing -> "- " + missing.what() + "\n")
                .collect(Collectors.joining())
            + "\nA field named like a word of CEL is written as it is, `object.metadata.namespace`, not"
            + " `__namespace__`.\n"
            + "\n## The pod of the examples\n\n```json\n"
            + Evaluated.POD
            + "```\n");
  }

  private static String table(List<DialectExamples.Example> examples) {
    return "| | Example |\n|---|---|\n"
        + examples.stream()
            .map(
                example ->
                    "| "
                        + example.what()
                        + " | `"
                        + example.expression().replace("|", "\\|")
                        + "` |\n")
            .collect(Collectors.joining());
  }
}
