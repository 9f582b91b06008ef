// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The chart of this repository.
public final class Chart {

  public static final Path FOLDER = Path.of("helm/cgrant");

  /// Helm in this process would take its own, which is years old.
  public static final String KUBERNETES = "1.36.0";

  static final Path VALUES = FOLDER.resolve("values.yaml");
  static final Path TEMPLATES = FOLDER.resolve("templates");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Chart() {}

  /// With these values over the chart's own, as release `cgrant` in namespace `cgrant`.
  public static Rendered render(String values) {
    return render(values, "cgrant");
  }

  static Rendered render(String values, String namespace) {
    Path file = write(values);
    try {
      return renderFile(file, namespace);
    } finally {
      delete(file);
    }
  }

  public static Rendered renderFile(Path values) {
    return renderFile(values, "cgrant");
  }

  private static Rendered renderFile(Path values, String namespace) {
    return renderFile(FOLDER, values, namespace);
  }

  private static Rendered renderFile(Path chart, Path values, String namespace) {
    return Rendered.of(
        new Helm(chart)
            .template()
            .withName("cgrant")
            .withNamespace(namespace)
            .withKubeVersion(KUBERNETES)
            .withValuesFile(values)
            .call());
  }

  /// What `helm test` would create. Helm in this process renders no hooks, so a copy has none.
  public static Rendered hooks(Path values, String namespace) {
    try (var copy =
        ChartCopy.with((name, text) -> text.replace("helm.sh/hook: test", "hook: test"))) {
      return renderFile(copy.folder(), values, namespace);
    }
  }

  static Rendered hooks(String values, String namespace) {
    Path file = write(values);
    try {
      return hooks(file, namespace);
    } finally {
      delete(file);
    }
  }

  /// What `helm lint --strict` says of the chart with these values. Helm in this process lints the
  /// chart's own, so a copy has them.
  static LintResult lint(Path values) {
    String all = merged(yaml(VALUES), yaml(values)).toString();
    try (var copy =
        ChartCopy.with((name, text) -> name.equals(VALUES.getFileName().toString()) ? all : text)) {
      return new Helm(copy.folder()).lint().strict().call();
    }
  }

  /// As Helm lays values over those of the chart.
  private static JsonNode merged(JsonNode below, JsonNode above) {
    if (!below.isObject() || !above.isObject()) {
      return above;
    }
    ObjectNode merged = below.deepCopy();
    above
        .properties()
        .forEach(e -> merged.set(e.getKey(), merged(below.path(e.getKey()), e.getValue())));
    return merged;
  }

  /// What Helm tells whoever has installed it.
  static String notes(String values) {
    Path file = write(values);
    try {
      return new Helm(FOLDER)
          .install()
          .withName("cgrant")
          .withNamespace("cgrant")
          .withKubeVersion(KUBERNETES)
          .withValuesFile(file)
          .clientOnly()
          .dryRun()
          .call()
          .getOutput();
    } finally {
      delete(file);
    }
  }

  /// What Helm says of values that it refuses; fails where it does not.
  static String refusal(String values) {
    return refusal(values, "cgrant");
  }

  static String refusal(String values, String namespace) {
    Rendered rendered;
    try {
      rendered = render(values, namespace);
    } catch (IllegalStateException refused) {
      return refused.getMessage();
    }
    throw new AssertionError("not refused, but rendered:\n" + rendered.text());
  }

  /// The values files that stand for what people do.
  public static List<Path> examples() {
    try (Stream<Path> files = Files.list(FOLDER.resolve("ci"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode yaml(Path file) {
    return yaml(text(file));
  }

  static JsonNode yaml(String text) {
    return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
  }

  static JsonNode json(Path file) {
    try {
      return JSON.readTree(text(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(String values) {
    try {
      return Files.writeString(Files.createTempFile("cgrant-values", ".yaml"), values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
