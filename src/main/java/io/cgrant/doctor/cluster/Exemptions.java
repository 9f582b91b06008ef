// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.file.Document;
import io.cgrant.file.FileProblem;
import io.cgrant.file.FileTrouble;
import io.cgrant.file.ManifestFile;
import io.cgrant.file.UnreadableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  private static final String GROUP = "pod-security.admission.config.k8s.io/";
  private static final String LIST = "AdmissionConfiguration";

  /// The second is that of before 1.17, which an API server reads to this day.
  private static final List<String> LIST_GROUPS =
      List.of("apiserver.config.k8s.io/", "apiserver.k8s.io/");

  private static final String CLASSES = "/exemptions/runtimeClasses";

  private Exemptions() {}

  /// @param file an `AdmissionConfiguration`, or the `PodSecurityConfiguration` itself
  /// @param unseen hears why it could not be read; the answer is then empty
  static Optional<Set<String>> read(Path file, Consumer<String> unseen) {
    var classes = new TreeSet<String>();
    try {
      List<Document> documents = documents(file);
      if (documents.isEmpty()) {
        throw new UnreadableFile(
            new FileProblem(file.toString(), 0, "", "it is empty, so it is no " + LIST));
      }
      for (Document document : documents) {
        add(file, document, classes);
      }
      return Optional.of(classes);
    } catch (IOException e) {
      unseen.accept("the admission configuration: " + file + " " + FileTrouble.reading(e));
    } catch (UnreadableFile e) {
      unseen.accept("the admission configuration: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static List<Document> documents(Path file) throws IOException {
    return ManifestFile.read(file.toString(), Files.readAllBytes(file));
  }

  private static void add(Path file, Document document, Set<String> classes) throws IOException {
    if (isPodSecurity(document.tree())) {
      add(document.tree(), classes);
      return;
    }
    boolean isList =
        document.kind().equals(LIST)
            && LIST_GROUPS.stream().anyMatch(document.apiVersion()::startsWith);
    if (!isList) {
      throw isNo(LIST + " of " + LIST_GROUPS.getFirst() + "v1", document, document.tree());
    }
    for (JsonNode plugin : document.tree().path("plugins")) {
      if (plugin.path("name").asText().equals(PLUGIN)) {
        plugin(file, document, plugin, classes);
      }
    }
  }

  /// Written inline, or in a file of its own, named from where the first one is. Where such a file
  /// is empty, the API server takes its defaults, which exempt nothing.
  private static void plugin(Path file, Document list, JsonNode plugin, Set<String> classes)
      throws IOException {
    JsonNode inline = plugin.path("configuration");
    if (inline.isObject()) {
      podSecurity(list, inline, classes);
    }
    String path = plugin.path("path").asText();
    if (!path.isEmpty()) {
      for (Document document : documents(file.toAbsolutePath().resolveSibling(path))) {
        podSecurity(document, document.tree(), classes);
      }
    }
  }

  private static void podSecurity(Document document, JsonNode tree, Set<String> classes) {
    if (!isPodSecurity(tree)) {
      throw isNo(KIND + " of " + GROUP + "v1", document, tree);
    }
    add(tree, classes);
  }

  private static boolean isPodSecurity(JsonNode tree) {
    return tree.path("kind").asText().equals(KIND)
        && tree.path("apiVersion").asText().startsWith(GROUP);
  }

  private static UnreadableFile isNo(String wanted, Document document, JsonNode tree) {
    String kind = tree.path("kind").asText();
    String is = kind.isEmpty() ? "it names no kind" : "its kind is " + kind;
    String version = tree.path("apiVersion").asText();
    String of = version.isEmpty() ? "" : " of " + version;
    return new UnreadableFile(document.problem("", is + of + ", so it is no " + wanted));
  }

  private static void add(JsonNode configuration, Set<String> classes) {
    configuration.at(CLASSES).forEach(name -> classes.add(name.asText()));
  }
}
