// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.PolicySet;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Testimony;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What files say of a cluster: its policies, RuntimeClasses and namespaces.
///
/// @param runtimeClasses handler by name
/// @param namespaces labels by name
/// @param problems what does not read; the policies among them grant nothing
/// @param warnings what makes sense in a policy, and is seldom meant
public record DescribedCluster(
    PolicySet policies,
    Map<String, String> runtimeClasses,
    Map<String, Map<String, String>> namespaces,
    List<FileProblem> problems,
    List<FileProblem> warnings) {

  public DescribedCluster {
    runtimeClasses = Map.copyOf(runtimeClasses);
    namespaces = Map.copyOf(namespaces);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /// Objects of other kinds are passed over.
  public static DescribedCluster of(List<Document> documents, ExpressionCompiler compiler) {
    var reader = new ClusterReader(compiler);
    documents.forEach(reader::add);
    return reader.cluster();
  }

  public Snapshot snapshot(String namespace, Set<String> gatedHandlers) {
    return new Snapshot(
            true,
            policies,
            runtimeClasses,
            gatedHandlers,
            Optional.ofNullable(namespaces.get(namespace)))
        .with(Testimony.OFFLINE);
  }
}
