// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.crd.WritableCgroupPolicy;
import io.cgrant.file.Document;
import io.cgrant.file.FileProblem;
import io.cgrant.manifest.Unreadable;
import io.cgrant.manifest.WorkloadReader;
import io.cgrant.pod.CgroupOptions;
import io.cgrant.policy.Asking;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Decides what becomes of each object.
///
/// @param classes the RuntimeClasses that pods leave
/// @param containers those that get the field; all of them where none is named
/// @param policies what policies grant from now on
public record Plan(Set<String> classes, Set<String> containers, Policies policies) {

  /// What a rewritten policy grants.
  public enum Policies {
    /// The field instead of the class.
    FIELD,
    /// Both, as long as pods of both kinds run.
    BOTH
  }

  public Plan {
    classes = Set.copyOf(classes);
    containers = Set.copyOf(containers);
  }

  /// The classes that objects themselves say are of a writable cgroup: those with a gated handler,
  /// and those that policies grant.
  public static Set<String> classes(List<Document> documents, Set<String> gatedHandlers) {
    var classes = new HashSet<String>();
    for (Document document : documents) {
      JsonNode tree = document.tree();
      switch (document.kind()) {
        case "RuntimeClass" -> {
          if (gatedHandlers.contains(tree.path("handler").asText())) {
            classes.add(document.name());
          }
        }
        case WritableCgroupPolicy.KIND -> {
          JsonNode granted = tree.at("/spec/grant/runtimeClassName");
          if (granted.isTextual()) {
            classes.add(granted.textValue());
          }
        }
        default -> {
          // Names no class that it vouches for.
        }
      }
    }
    return classes;
  }

  /// @throws Unreadable for a pod that cannot be read without guessing
  public Migrated of(Document document) {
    return switch (document.kind()) {
      case WritableCgroupPolicy.KIND -> PolicyMigration.of(document, policies);
      case "RuntimeClass" -> ofClass(document);
      case "Namespace" -> ofNamespace(document);
      default ->
          WorkloadReader.read(document.json())
              .map(workload -> new WorkloadMigration(this, document, workload).migrated())
              .orElseGet(() -> ofUnknown(document));
    };
  }

  private Migrated ofClass(Document document) {
    if (!classes.contains(document.name())) {
      return Migrated.UNTOUCHED;
    }
    return Migrated.told(
        document.problem(
            "metadata.name",
            "left as it is: keep the class until no pod names it any more; a pod that runs is never"
                + " rewritten"));
  }

  private static Migrated ofNamespace(Document document) {
    JsonNode asks = document.tree().path("metadata").path("labels").path(Asking.LABEL);
    if (!asks.asText().equals("true")) {
      return Migrated.UNTOUCHED;
    }
    return Migrated.told(
        document.problem(
            "metadata.labels[" + Asking.LABEL + "]",
            "left as it is, and without effect where policies grant the field alone: on behalf of a"
                + " namespace cgrant sets a RuntimeClass; write the field in the pods"));
  }

  private Migrated ofUnknown(Document document) {
    List<String> named = document.tree().findValuesAsText("runtimeClassName");
    boolean leaves = named.stream().anyMatch(classes::contains);
    if (!leaves && !asksAlone(document)) {
      return Migrated.UNTOUCHED;
    }
    FileProblem obstacle =
        document.problem(
            "",
            "a "
                + document.kind()
                + (leaves ? " names such a RuntimeClass" : " asks by the label")
                + ", and where it keeps its pod, cgrant does not know;"
                + " write the field where its pod template has the containers");
    return new Migrated(List.of(), List.of(), List.of(obstacle));
  }

  /// Whoever wrote the field has done what is to be done; the label beside it does no harm.
  private static boolean asksAlone(Document document) {
    JsonNode tree = document.tree();
    return document.hasContainers()
        && tree.findValuesAsText(Asking.LABEL).contains("true")
        && tree.findValue(CgroupOptions.FIELD) == null;
  }
}
