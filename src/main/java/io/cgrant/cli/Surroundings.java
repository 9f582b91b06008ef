// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.crd.WritableCgroupPolicy;
import io.cgrant.file.DescribedCluster;
import io.cgrant.file.Document;
import io.cgrant.policy.ExpressionCompiler;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What files say of the cluster around the objects that are judged.
///
/// Policies come from where policies are said to be, and from nowhere else: a policy among the
/// files to judge must not grant anything.
///
/// @param policies and, where nothing else describes the cluster, what stands beside them
/// @param others of which policies do not count
record Surroundings(List<Document> policies, List<Document> others) {

  /// @param cluster where the cluster is described; empty where nobody says
  static Surroundings of(
      List<Document> fromPolicies,
      List<Document> judged,
      List<Document> fromCluster,
      List<Path> cluster) {
    return cluster.isEmpty()
        ? new Surroundings(fromPolicies, judged)
        : new Surroundings(
            fromPolicies.stream().filter(Surroundings::isPolicy).toList(), fromCluster);
  }

  DescribedCluster described(ExpressionCompiler compiler) {
    Stream<Document> beside = others.stream().filter(d -> !isPolicy(d));
    return DescribedCluster.of(Stream.concat(policies.stream(), beside).toList(), compiler);
  }

  private static boolean isPolicy(Document document) {
    return document.kind().equals(WritableCgroupPolicy.KIND);
  }
}
