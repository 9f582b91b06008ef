// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.file.Document;
import io.cgrant.file.ManifestFile;
import io.cgrant.file.UnreadableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Reads which RuntimeClasses Pod Security passes over, from the file that kube-apiserver is given.
///
/// Source: Kubernetes, Configure the Admission Controller; `PodSecurityConfiguration`.
final class Exemptions {

  private static final String PLUGIN = "PodSecurity";
  private static final String KIND = "PodSecurityConfiguration";
  private static final String CLASSES = "/exemptions/runtimeClasses";

  private Exemptions() {}

  /// @param file an `AdmissionConfiguration`, or the `PodSecurityConfiguration` itself
  /// @param unseen hears why it could not be read; the answer is then empty
  static Optional<Set<String>> read(Path file, Consumer<String> unseen) {
    var classes = new TreeSet<String>();
    try {
      for (Document document : documents(file)) {
        add(document.kind(), document.tree(), classes);
        for (JsonNode plugin : document.tree().path("plugins")) {
          if (plugin.path("name").asText().equals(PLUGIN)) {
            plugin(file, plugin, classes);
          }
        }
      }
      return Optional.of(classes);
    } catch (IOException e) {
      unseen.accept("the admission configuration: " + e.getMessage() + " cannot be read");
    } catch (UnreadableFile e) {
      unseen.accept("the admission configuration: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static Iterable<Document> documents(Path file) throws IOException {
    return ManifestFile.read(file.toString(), Files.readAllBytes(file));
  }

  /// Written inline, or in a file of its own, named from where the first one is.
  private static void plugin(Path file, JsonNode plugin, Set<String> classes) throws IOException {
    add(KIND, plugin.path("configuration"), classes);
    String path = plugin.path("path").asText();
    if (!path.isEmpty()) {
      for (Document document : documents(file.toAbsolutePath().resolveSibling(path))) {
        add(document.kind(), document.tree(), classes);
      }
    }
  }

  private static void add(String kind, JsonNode configuration, Set<String> classes) {
    if (kind.equals(KIND)) {
      configuration.at(CLASSES).forEach(name -> classes.add(name.asText()));
    }
  }
}
