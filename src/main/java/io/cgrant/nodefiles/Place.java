// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import java.util.Optional;
import java.util.regex.Pattern;

/// Names on the node and in the cluster.
///
/// @param handler of the runtime, and in the RuntimeClass
/// @param className of the RuntimeClass
/// @param baseSpec where on the node containerd finds the base specification
/// @param nodeLabel `key=value` of the nodes that have the handler; empty for all nodes
/// @param overhead memory set aside for each pod, as `96Mi`; empty for none
public record Place(
    String handler,
    String className,
    String baseSpec,
    Optional<String> nodeLabel,
    Optional<String> overhead) {

  /// One of those that cgrant takes for gated without being told.
  public static final String USUAL_HANDLER = "cgroup-writable";

  public static final String USUAL_BASE_SPEC = "/etc/containerd/" + BaseSpec.FILE;
  public static final String USUAL_NODE_LABEL = "cgrant.io/cgroup-writable=true";

  /// For the bound of the kubelet.
  public static final String USUAL_OVERHEAD = "96Mi";

  private static final Pattern CLASS =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern LABEL =
      Pattern.compile(
          "([-A-Za-z0-9.]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?=[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]{0,8}(Ki|Mi|Gi)");

  /// @throws IllegalArgumentException with a sentence for whoever wrote it
  public Place {
    Order.checkPath(baseSpec);
    if (!CLASS.matcher(className).matches()) {
      throw new IllegalArgumentException(
          "\""
              + className
              + "\" is no name of a RuntimeClass; write small letters, digits, - and .");
    }
    if (nodeLabel.isPresent() && !LABEL.matcher(nodeLabel.get()).matches()) {
      throw new IllegalArgumentException(
          "\"" + nodeLabel.get() + "\" is no label of nodes; write KEY=VALUE");
    }
    if (overhead.isPresent() && !MEMORY.matcher(overhead.get()).matches()) {
      throw new IllegalArgumentException(
          "\"" + overhead.get() + "\" is no amount of memory; write for example " + USUAL_OVERHEAD);
    }
  }
}
