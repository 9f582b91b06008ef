// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsAreDocumentedTest {

  private static final Pattern METER =
      Pattern.compile("(?:Counter|Timer|Gauge)\\s*\\.builder\\(\\s*\"(cgrant\\.[a-z.]+)\"");

  @Test
  void everyMeterOfTheCodeStandsInTheReference() throws IOException {
    String page = Files.readString(Path.of("docs/reference/configuration.md"));
    var names = new TreeSet<String>();
    try (var sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(f -> f.toString().endsWith(".java")).toList()) {
        names.addAll(
            METER
                .matcher(Files.readString(source))
                .results()
                .map(r -> r.group(1).replace('.', '_'))
                .collect(Collectors.toSet()));
      }
    }

    assertFalse(names.isEmpty());
    names.forEach(name -> assertTrue(page.contains("`" + name), name + " is not documented"));
  }
}
