// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class RewrittenFileTest {

  private static final JsonNode INNER =
      JsonNodeFactory.instance
          .objectNode()
          .set("options", JsonNodeFactory.instance.objectNode().put("mode", "On"));

  @Test
  void whatIsNotChangedStaysToTheLetter() {
    String text =
        """
        # A comment above.
        apiVersion: v1   # and one behind
        kind: Thing
        spec:
          # gone with nobody
          gone: me   # goes along
          list:
          - name: 'one'
            image:   x

          - name: two
            args: [ "a",  b ]
            context:
              a: |
                literal
                 text

              b: 2 # behind the last
          flow: {name: three, context: {}}
          last: yes
        ---
        apiVersion: v1
        kind: Other
        """;
    RewrittenFile file =
        rewritten(
            "f.yaml",
            text,
            d ->
                d.kind().equals("Other")
                    ? List.of()
                    : List.of(
                        new Edit.Remove(List.of("spec"), "gone"),
                        new Edit.Add(List.of("spec", "list", "0"), "context", INNER),
                        new Edit.Add(
                            List.of("spec", "list", "1", "context"),
                            "options",
                            INNER.get("options")),
                        new Edit.Append(
                            List.of("spec", "list", "1", "args"), TextNode.valueOf("c")),
                        new Edit.Add(
                            List.of("spec", "flow", "context"), "no", TextNode.valueOf("v")),
                        new Edit.Add(List.of("spec", "flow"), "m", TextNode.valueOf("w"))));
    assertTrue(file.keepsRest(), file::text);
    assertEquals(
        """
        # A comment above.
        apiVersion: v1   # and one behind
        kind: Thing
        spec:
          # gone with nobody
          list:
          - name: 'one'
            image:   x
            context:
              options:
                mode: "On"

          - name: two
            args: [ "a",  b, "c" ]
            context:
              a: |
                literal
                 text

              b: 2 # behind the last
              options:
                mode: "On"
          flow: {name: three, context: {"no": v}, m: w}
          last: yes
        ---
        apiVersion: v1
        kind: Other
        """,
        file.text());
  }

  /// The last line of what gets something is above the line that goes.
  @Test
  void whatIsPutAndWhatIsTakenMayMeet() {
    RewrittenFile file =
        rewritten(
            "f.yaml",
            """
            apiVersion: v1
            kind: Thing
            spec:
              list:
              - name: one
              gone: me
            """,
            d ->
                List.of(
                    new Edit.Remove(List.of("spec"), "gone"),
                    new Edit.Add(List.of("spec", "list", "0"), "context", INNER)));
    assertTrue(file.keepsRest(), file::text);
    assertEquals(
        """
        apiVersion: v1
        kind: Thing
        spec:
          list:
          - name: one
            context:
              options:
                mode: "On"
        """,
        file.text());
  }

  @Test
  void entriesOfListsAreReplacedTakenAndPut() {
    String text =
        """
        apiVersion: v1
        kind: Thing
        flow: [ one, "two" ]
        block:
        - one
        - 'two'
        """;
    RewrittenFile file =
        rewritten(
            "f.yaml",
            text,
            d ->
                List.of(
                    new Edit.Replace(List.of("flow"), "1", TextNode.valueOf("three")),
                    new Edit.Remove(List.of("block"), "0"),
                    new Edit.Append(List.of("block"), TextNode.valueOf("four"))));
    assertTrue(file.keepsRest(), file::text);
    assertEquals(
        """
        apiVersion: v1
        kind: Thing
        flow: [ one, "three" ]
        block:
        - 'two'
        - four
        """,
        file.text());
  }

  @Test
  void theItemsOfAListAreObjectsToo() {
    String text =
        """
        {"apiVersion": "v1", "kind": "List", "items": [
          {"apiVersion": "v1", "kind": "One", "a": {"b": 1}},
          {"apiVersion": "v1", "kind": "Two", "a": {"b": 1}}
        ]}
        """;
    RewrittenFile file =
        rewritten(
            "f.json",
            text,
            d ->
                d.kind().equals("One")
                    ? List.of()
                    : List.of(
                        new Edit.Remove(List.of("a"), "b"), new Edit.Add(List.of(), "c", INNER)));
    assertTrue(file.keepsRest(), file::text);
    assertEquals(
        text.replace(
            "\"Two\", \"a\": {\"b\": 1}",
            "\"Two\", \"a\": {}, \"c\": {\"options\": {\"mode\": \"On\"}}"),
        file.text());
  }

  @Test
  void whereOnlyTheChangeCannotBeMadeTheFileIsWrittenAnew() {
    String text =
        """
        # lost
        apiVersion: v1
        kind: Thing
        one: &shared {a: 1}
        two: *shared
        """;
    RewrittenFile file =
        rewritten(
            "f.yaml",
            text,
            d -> List.of(new Edit.Add(List.of("two"), "b", TextNode.valueOf("yes"))));
    assertFalse(file.keepsRest());
    assertEquals(
        """
        apiVersion: v1
        kind: Thing
        one:
          a: 1
        two:
          a: 1
          b: "yes"
        """,
        file.text());
  }

  @Test
  void aFileWithoutChangesIsTheSame() {
    String text = "# only\napiVersion: v1\nkind: Thing\n...\n";
    assertEquals(new RewrittenFile(text, true), rewritten("f.yaml", text, document -> List.of()));
  }

  private static RewrittenFile rewritten(
      String name, String text, Function<Document, List<Edit>> changes) {
    return RewrittenFile.of(name, text.getBytes(StandardCharsets.UTF_8), changes);
  }
}
