// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every case of `src/test/resources/cases` through the third door: a real API server, in a dry
/// run. What no API server lets through to cgrant is marked `# offline:` and goes to cgrant without
/// one.
@ExtendWith(StandExtension.class)
final class CasesOverTlsIT {

  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final Pattern FINDING =
      Pattern.compile("(?m)^- (\\S+: \\w+)( \\(policy [^)]*\\))?: ");

  @TestFactory
  Stream<DynamicNode> check(Stand stand) throws IOException {
    var world = new Stage(stand);
    world.given(Manifests.read(CASES.resolve("cluster.yaml")));
    return folders().stream()
        .<DynamicNode>map(
            folder -> dynamicContainer(folder.getFileName().toString(), cases(folder, stand)))
        .onClose(world::close);
  }

  /// The policy of one folder stands as long as its cases are being run.
  private static Stream<DynamicNode> cases(Path folder, Stand stand) {
    var stage = new Stage(stand);
    return Stream.concat(
            Stream.of(
                dynamicTest(
                    "(given)", () -> stage.given(Manifests.read(folder.resolve("policy.yaml"))))),
            pods(folder).stream()
                .map(
                    pod ->
                        dynamicTest(
                            pod.getFileName().toString(),
                            pod.toUri(),
                            () -> check(pod, stage, stand))))
        .map(DynamicNode.class::cast)
        .onClose(stage::close);
  }

  private static void check(Path file, Stage stage, Stand stand) {
    JsonNode pod = Manifests.read(file).getFirst();
    boolean isOffline = Manifests.text(file).startsWith("# offline:");
    String verdict =
        isOffline
            ? new Review(stand.cgrant()).verdict(pod)
            : online(stage.developer().rehearse(pod));
    if (file.getFileName().toString().startsWith("granted-")) {
      assertEquals("Granted", verdict);
      return;
    }
    String expected = Manifests.text(Path.of(file.toString().replace(".yaml", ".txt"))).strip();
    String findings =
        String.join(
            "\n", FINDING.matcher(verdict).results().map(finding -> finding.group(1)).toList());
    assertEquals(expected, findings, verdict);
  }

  private static String online(Reply reply) {
    boolean isGranted =
        !Field.text(reply.body(), "metadata.annotations[cgrant.io/granted-by]").isEmpty();
    return reply.accepted() && isGranted ? "Granted" : reply.code() + " " + reply.message();
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(CASES)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static List<Path> pods(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(f -> f.toString().endsWith(".yaml"))
          .filter(f -> !f.endsWith("policy.yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
