// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.policy.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each route has a folder of cases whose policy grants it and no other.
final class RoutesHaveCasesTest {

  private static final Path CASES = Path.of("src/test/resources/cases");

  @ParameterizedTest
  @EnumSource
  void grantedAndRefused(Route.Name route) throws IOException {
    Path folder = CASES.resolve(id(route));
    String policy = Files.readString(folder.resolve("policy.yaml"));
    assertTrue(policy.contains("routes: [" + route + "]"), policy);
    Set<String> files = names(folder);
    for (String kind : Set.of("granted-", "refused-")) {
      assertTrue(
          files.stream().anyMatch(f -> f.startsWith(kind) && f.endsWith(".yaml")), route + kind);
    }
    for (String file : files) {
      String findings = file.replace(".yaml", ".txt");
      assertEquals(file.startsWith("refused-"), files.contains(findings), file);
    }
  }

  @Test
  void noFolderIsOfNoRoute() throws IOException {
    Set<String> routes =
        Stream.of(Route.Name.values()).map(RoutesHaveCasesTest::id).collect(Collectors.toSet());
    assertEquals(
        routes,
        names(CASES).stream()
            .filter(name -> name.startsWith("route-"))
            .collect(Collectors.toSet()));
  }

  private static String id(Route.Name route) {
    return "route" + route.name().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
