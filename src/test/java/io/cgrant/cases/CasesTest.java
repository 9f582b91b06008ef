// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cgrant.cel.CelCompiler;
import io.cgrant.file.DescribedCluster;
import io.cgrant.file.Document;
import io.cgrant.file.ManifestFile;
import io.cgrant.manifest.Workload;
import io.cgrant.manifest.WorkloadReader;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sends every case through the gate, as the command line would: the first of the three doors.
final class CasesTest {

  private static final Path CASES = Path.of("src/test/resources/cases");

  static List<Path> granted() throws IOException {
    return cases("granted-");
  }

  static List<Path> refused() throws IOException {
    return cases("refused-");
  }

  @ParameterizedTest
  @MethodSource
  void granted(Path pod) throws IOException {
    assertEquals(List.of(), findings(decide(pod)), pod::toString);
    assertInstanceOf(Verdict.Granted.class, decide(pod), pod::toString);
  }

  @ParameterizedTest
  @MethodSource
  void refused(Path pod) throws IOException {
    Path expected = Path.of(pod.toString().replace(".yaml", ".txt"));
    assertEquals(Files.readAllLines(expected), findings(decide(pod)), pod::toString);
  }

  private static Verdict decide(Path pod) throws IOException {
    var files = new ArrayList<>(documents(CASES.resolve("cluster.yaml")));
    files.addAll(documents(pod.resolveSibling("policy.yaml")));
    var cluster = DescribedCluster.of(files, new CelCompiler());
    assertEquals(List.of(), cluster.problems());
    byte[] json = documents(pod).getFirst().json();
    Workload workload = WorkloadReader.read(json).orElseThrow();
    var subject =
        new Ask.Subject(
            workload.kind(), workload.namespace(), workload.name(), "", workload.podPath());
    Ask ask = Ask.preview(subject, workload.pod(), workload.manuscript());
    return Gate.decide(
        ask, cluster.snapshot(workload.namespace(), Set.of("cgroup-writable")).at(Instant.now()));
  }

  private static List<String> findings(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Refused(var objections, var routes) ->
          objections.stream()
              .map(o -> o.finding().path() + ": " + o.finding().reason().name())
              .toList();
      case Verdict.Granted granted -> List.of();
      case Verdict.NotAsked untouched -> List.of("not asked");
      case Verdict.Undecided(var cause, var detail, var inquiry) -> List.of(cause + ": " + detail);
    };
  }

  private static List<Document> documents(Path file) throws IOException {
    return ManifestFile.read(file.toString(), Files.readAllBytes(file));
  }

  private static List<Path> cases(String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(CASES)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(prefix))
          .filter(f -> f.toString().endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }
}
