// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.file.DescribedCluster;
import io.cgrant.file.Document;
import io.cgrant.file.FileProblem;
import io.cgrant.file.ManifestPaths;
import io.cgrant.policy.ExpressionCompiler;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Where `why` has its objects from: each kind from files where files are given, and from the
/// cluster otherwise.
final class WhySources {

  private static final String IN_FILES = "default";

  private final ClusterDocuments inCluster;
  private final Reads reads;
  private final InputStream stdin;
  private final Optional<String> namespace;
  private final List<FileProblem> problems = new ArrayList<>();
  private final List<FileProblem> remarks = new ArrayList<>();
  private boolean isOfFilesAlone = true;

  WhySources(Reads reads, InputStream stdin, Optional<String> namespace) {
    this.reads = reads;
    this.inCluster = new ClusterDocuments(new ClusterLists(reads));
    this.stdin = stdin;
    this.namespace = namespace;
  }

  /// What keeps anything from being judged.
  List<FileProblem> problems() {
    return problems;
  }

  /// What does not.
  List<FileProblem> remarks() {
    return remarks;
  }

  /// Of an object.
  ///
  /// @param written empty where it names none
  String namespace(String written) {
    return written.isEmpty() ? namespace.orElse(IN_FILES) : written;
  }

  List<Document> targets(List<String> targets) {
    var documents = new ArrayList<Document>();
    for (String target : targets) {
      if (isFile(target)) {
        documents.addAll(taken(List.of(Path.of(target))));
      } else {
        isOfFilesAlone = false;
        documents.addAll(pod(target));
      }
    }
    return documents;
  }

  /// What a server is sent.
  ///
  /// @param source as people call it
  record Manifest(String source, byte[] bytes) {}

  /// The same without reading what is in them.
  List<Manifest> manifests(List<String> targets) {
    var manifests = new ArrayList<Manifest>();
    for (String target : targets) {
      if (isFile(target)) {
        Inputs.contents(Path.of(target), stdin, problems)
            .forEach((file, bytes) -> manifests.add(new Manifest(file, bytes)));
      } else {
        pod(target).forEach(pod -> manifests.add(new Manifest(pod.file(), pod.json())));
      }
    }
    return manifests;
  }

  /// A pod's name has no slash, and seldom a dot; where a file is called so, it is meant.
  private static boolean isFile(String target) {
    return target.equals("-")
        || target.contains("/")
        || target.contains(".")
        || Files.exists(Path.of(target));
  }

  private List<Document> pod(String name) {
    String where = namespace.orElseGet(reads::namespace);
    if (!ClusterDocuments.isName(name) || !ClusterDocuments.isName(where)) {
      throw new JudgeUnreachable(
          "\"" + where + "/" + name + "\" can be no pod, and there is no such file");
    }
    return List.of(
        inCluster
            .pod(where, name)
            .orElseThrow(
                () ->
                    new JudgeUnreachable(
                        "there is no pod \""
                            + name
                            + "\" in namespace \""
                            + where
                            + "\"; a pod that was refused does not exist: give its manifest, or the"
                            + " object that makes it, as a file or on standard input")));
  }

  /// A policy of the cluster that does not read grants nothing there, and so it is here.
  DescribedCluster described(
      List<Document> documents,
      List<Path> policies,
      List<Path> cluster,
      ExpressionCompiler compiler) {
    boolean isReadFromFiles = !policies.isEmpty();
    List<Document> rules = isReadFromFiles ? taken(policies) : inCluster.policies();
    Surroundings around;
    if (!cluster.isEmpty() || isReadFromFiles && isOfFilesAlone) {
      around = Surroundings.of(rules, documents, taken(cluster), cluster);
    } else {
      around = new Surroundings(rules, around(documents));
    }
    DescribedCluster described = around.described(compiler);
    for (FileProblem problem : described.problems()) {
      (problem.file().equals(ClusterDocuments.CLUSTER) ? remarks : problems).add(problem);
    }
    remarks.addAll(described.warnings());
    return described;
  }

  private List<Document> around(List<Document> documents) {
    var names = new TreeSet<String>();
    documents.forEach(d -> names.add(namespace(d.tree().at("/metadata/namespace").asText())));
    var found = new ArrayList<>(inCluster.runtimeClasses());
    for (String name : names) {
      if (ClusterDocuments.isName(name)) {
        inCluster.namespace(name).ifPresent(found::add);
      }
    }
    return found;
  }

  private List<Document> taken(List<Path> paths) {
    ManifestPaths.Reading reading = Inputs.read(paths, stdin);
    problems.addAll(reading.problems());
    return reading.documents();
  }
}
