// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.of;

import io.cgrant.manifest.Unreadable;
import io.cgrant.trouble.Soon;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestFileTest {

  private static final String HEAD = "apiVersion: v1\nkind: Pod\n";

  private static List<Document> read(String file, String text) {
    return ManifestFile.read(file, text.getBytes(UTF_8));
  }

  private static Document only(String text) {
    List<Document> found = read("a.yaml", text);
    assertEquals(1, found.size());
    return found.getFirst();
  }

  private static String refusal(String file, String text) {
    return assertThrows(UnreadableFile.class, () -> read(file, text)).getMessage();
  }

  @Test
  void readsEveryDocumentAndSkipsEmptyOnes() {
    var found =
        read("a.yaml", "---\n# nothing\n---\n" + HEAD + "---\n" + HEAD + "---\nnull\n---\n{}\n");
    assertEquals(List.of(4, 7), found.stream().map(Document::line).toList());
  }

  @Test
  void knowsTheLineOfEveryField() {
    var pod =
        only(
            HEAD
                + "metadata:\n  labels:\n    example.com/a.b: x\nspec:\n  containers:\n"
                + "  - name: a\n    image: b\n  -\n    name: c\n");
    assertEquals(5, pod.line("metadata.labels[example.com/a.b]"));
    assertEquals(5, pod.line("metadata.labels.example.com/a.b"));
    assertEquals(9, pod.line("spec.containers[0].image"));
    assertEquals(11, pod.line("spec.containers[1]"));
  }

  @Test
  void pointsAtTheNearestAncestorOfAFieldThatIsAbsent() {
    var pod = only(HEAD + "spec:\n  containers:\n  - name: a\n    image: b\n");
    assertEquals(5, pod.line("spec.containers[0].resources.limits.memory"));
    assertEquals(4, pod.line("spec.containers[7].image"));
    assertEquals(3, pod.line("spec.hostUsers"));
    assertEquals(1, pod.line("metadata.labels[cgrant.io/writable-cgroup]"));
    assertEquals(1, pod.line(""));
  }

  @Test
  void takesListsApart() {
    var found =
        read(
            "a.yaml",
            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n"
                + "- apiVersion: v1\n  kind: PodList\n  items:\n  - apiVersion: v1\n    kind: Pod\n");
    assertEquals(
        List.of("items[0].", "items[1].items[0]."), found.stream().map(Document::within).toList());
    assertEquals(List.of(4, 9), found.stream().map(Document::line).toList());
    assertEquals(
        "a.yaml:9: items[1].items[0].spec: x", found.get(1).problem("spec", "x").sentence());
  }

  @Test
  void resolvesAnchorsAndMergeKeysWhereTheObjectsOwnWordsWin() {
    var pod =
        only(
            HEAD
                + "base: &base {a: 1, b: 2}\nmore: &more {b: 3, c: 4}\n"
                + "merged:\n  b: 9\n  <<: [*base, *more]\nsame: *base\n");
    assertEquals("{\"b\":9,\"a\":1,\"c\":4}", pod.tree().get("merged").toString());
    assertEquals("{\"a\":1,\"b\":2}", pod.tree().get("same").toString());
    assertEquals(4, pod.line("merged.c"));
  }

  @Test
  void keepsQuotedTextAsText() {
    var pod = only(HEAD + "a: \"yes\"\nb: '010'\nc: !!str 5\ne: |\n  no\n");
    assertEquals(
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"a\":\"yes\",\"b\":\"010\","
            + "\"c\":\"5\",\"e\":\"no\\n\"}",
        pod.tree().toString());
  }

  @Test
  void namesKeysAsKubectlDoes() {
    assertEquals(
        "{\"true\":1,\"8\":2}", only(HEAD + "m: {on: 1, 010: 2}\n").tree().get("m").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.json", "a.yaml"})
  void readsJsonWithTabsAndSeveralValues(String file) {
    var found =
        read(
            file,
            "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"Pod\",\n\t\"spec\": {\n\t\t\"a\": [1,\n2]}}"
                + "\n[{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}]");
    assertEquals(2, found.size());
    assertEquals(6, found.getFirst().line("spec.a[1]"));
    assertEquals(7, found.getLast().line());
    assertEquals("[0].", found.getLast().within());
  }

  @Test
  void readsFlowStyleYamlThatBeginsLikeJson() {
    assertEquals("Pod", only("{apiVersion: v1, kind: Pod}").kind());
  }

  @Test
  void readsAByteOrderMark() {
    assertEquals("Pod", only("\uFEFF" + HEAD).kind());
  }

  @Test
  void refusesADuplicateKeyWithBothLines() {
    assertEquals(
        "a.yaml:4:1: \"kind\" is already set on line 2; remove one",
        refusal("a.yaml", HEAD + "a: 1\nkind: Job\n"));
    assertTrue(
        refusal("a.json", "{\"kind\":1,\n\"kind\":2}")
            .startsWith("a.json:2: not readable as JSON"));
  }

  @Test
  void refusesWhatIsNoObject() {
    assertEquals(
        "a.yaml:1: \"hello\" is not a Kubernetes object; write apiVersion and kind",
        refusal("a.yaml", "hello\n"));
    assertEquals(
        "a.yaml:1: not a Kubernetes object: it needs apiVersion and kind; add them",
        refusal("a.yaml", "kind: Pod\n"));
  }

  static Stream<Arguments> brokenYaml() {
    return Stream.of(
        of("spec:\n\tcontainers: []", "4:1", "indent with spaces, not with tabs"),
        of("a: b: c", "3:5", "begin a new line, or put text with \": \" in quotes"),
        of("a:\n  b: 1\n c: 2", "5:2", "indent what belongs together by the same width"),
        of("a: [1,\n  2\nb: 3", "5:2", "add the comma or the closing bracket"),
        of("a: \"x", "4:1", "close the quotes"),
        of("a: *nowhere", "3:4", "mark the value it names with & above it"),
        of("a: \"\\d\"", "3:6", "double the backslash, or use single quotes"),
        of("a: @b", "3:4", "put the text in quotes"),
        of("a: b\u0007", "3:5", "remove it, or write it as an escape in double quotes"),
        of("a: 1\nb", "5:1", "write NAME: VALUE, or indent the line as text"),
        of("a: |x", "3:5", "check the indentation, quotes and brackets there"));
  }

  @ParameterizedTest
  @MethodSource("brokenYaml")
  void saysWhereYamlBreaksAndTheWayOut(String broken, String place, String wayOut) {
    String refusal = refusal("a.yaml", HEAD + broken + "\n");
    assertTrue(refusal.startsWith("a.yaml:" + place + ": not readable as YAML: "), refusal);
    assertTrue(refusal.endsWith("; " + wayOut), refusal);
  }

  @Test
  void saysWhereThatBeganWhichIsNeverClosed() {
    String refusal = refusal("a.yaml", HEAD + "a: [1,\n  2\nb: 3\n");
    assertTrue(refusal.contains("flow sequence that begins on line 3)"), refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: !!java.net.URL http://x\n",
        "a: !!int abc\n",
        "a: !custom x\n",
        "a: .nan\n",
        "? [x]\n: 1\n",
        "~: 1\n",
        "a: *nowhere\n",
        "<<: 5\n",
        "a: !!binary aGk=\n"
      })
  void refusesToGuess(String text) {
    String refusal = refusal("a.yaml", HEAD + text);
    assertTrue(refusal.matches("a\\.yaml:3:[0-9]+: .*; .*"), refusal);
  }

  @Test
  void refusesWhatIsNotUtf8() {
    var refusal =
        assertThrows(
            UnreadableFile.class, () -> ManifestFile.read("a.yaml", HEAD.getBytes(UTF_16)));
    assertEquals("a.yaml: not UTF-8 text; save it as UTF-8", refusal.getMessage());
  }

  @Test
  void survivesAnAliasBomb() {
    var bomb = new StringBuilder(HEAD + "a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    String refusal = Soon.within(Duration.ofSeconds(10), () -> refusal("a.yaml", bomb.toString()));
    assertTrue(refusal.contains("more than 500000 values"), refusal);
  }

  @Test
  void survivesAnAliasToItself() {
    String refusal = refusal("a.yaml", HEAD + "a: &a [*a]\n");
    assertTrue(refusal.contains("nested deeper than 100 levels"), refusal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.json", "a.yaml"})
  void survivesADepthBomb(String file) {
    String refusal = refusal(file, "{\"a\":".repeat(10_000));
    assertTrue(refusal.startsWith(file + ":1: nested deeper than 100 levels"), refusal);
  }

  @Test
  void refusesAFileThatIsTooLarge() {
    var few = Bounds.of(1_000_000, 100);
    for (String text : List.of("- a: [" + "x,".repeat(1_000) + "x]", "- x\n".repeat(1_000))) {
      var many =
          assertThrows(
              UnreadableFile.class, () -> ManifestFile.read("a.yaml", text.getBytes(UTF_8), few));
      assertTrue(many.getMessage().contains("more than 100 values"), many::getMessage);
    }
    var large = new byte[Bounds.OF_FILES.bytes() + 1];
    var refusal = assertThrows(UnreadableFile.class, () -> ManifestFile.read("a.yaml", large));
    assertEquals("a.yaml: larger than 16 MiB; split the file", refusal.getMessage());
  }

  /// Of which each is few values and few bytes.
  @ParameterizedTest
  @ValueSource(strings = {"b: [%s]", "b: {%s}"})
  void refusesAliasesThatUnfoldToMuchText(String written) {
    Bounds bounds = Bounds.of(1_000_000, 20_000);
    String each = written.contains("[") ? "*a" : "%d: *a";
    String aliases =
        IntStream.range(0, 1_000).mapToObj(each::formatted).collect(Collectors.joining(","));
    byte[] file =
        (HEAD + "a: &a \"" + "A".repeat(4_000) + "\"\n" + written.formatted(aliases))
            .getBytes(UTF_8);
    assertTrue(file.length < 20_000);
    var much = assertThrows(UnreadableFile.class, () -> ManifestFile.read("a.yaml", file, bounds));
    assertEquals(
        "a.yaml:3: holds more than 3 MiB of text once its aliases are resolved; name long texts by"
            + " fewer aliases, or split the file",
        much.getMessage());
  }

  /// Neither do keys, nor what JSON escapes.
  @Test
  void refusesKeysThatUnfoldToMuchText() {
    String key = "\\0".repeat(500);
    String file = HEAD + "a: &a {\"" + key + "\": 1}\nb: [" + "*a,".repeat(1_000) + "{<<: *a}]\n";
    Bounds bounds = new Bounds(1_000_000, 20_000, 3_000_000);
    byte[] bytes = file.getBytes(UTF_8);
    assertThrows(UnreadableFile.class, () -> ManifestFile.read("a.yaml", bytes, bounds));
    Bounds wide = new Bounds(1_000_000, 20_000, 3_200_000);
    byte[] json = ManifestFile.read("a.yaml", bytes, wide).getFirst().json();
    assertTrue(json.length > 3_000_000, "the length is that in JSON");
  }

  @Test
  void whatUsesNoAliasesIsNeverTooMuchText() {
    byte[] bytes = (HEAD + "a: \"" + "\\0".repeat(100_000) + "\"\n").getBytes(UTF_8);
    Document read = ManifestFile.read("a.yaml", bytes, Bounds.of(bytes.length, 100)).getFirst();
    assertEquals(100_000, read.tree().get("a").textValue().length());
  }

  @Test
  void findsTheLineOfWhatAReaderCouldNotRead() {
    var pod = only(HEAD + "spec:\n  containers:\n  - name: a\n    image: 5\n");
    assertEquals(
        "a.yaml:6: spec.containers[0].image: expected text",
        pod.problem(new Unreadable("/spec/containers/0/image: expected text")).sentence());
    assertEquals("a.yaml:1: bad JSON: x", pod.problem(new Unreadable("bad JSON: x")).sentence());
  }
}
