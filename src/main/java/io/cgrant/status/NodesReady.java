// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import io.cgrant.placement.NodeCount;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Route;
import io.cgrant.status.StatusReport.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The condition that says whether there are nodes for the pods that a policy grants.
final class NodesReady {

  static final String TYPE = "NodesReady";

  /// Of a RuntimeClass with a long selector, the first words do.
  private static final int LONGEST_SELECTOR = 300;

  private NodesReady() {}

  /// Empty for a policy that grants no RuntimeClass, since nodes say nothing of other routes, and
  /// while nobody has counted.
  ///
  /// @param counts by RuntimeClass
  static Optional<Condition> of(
      Policy policy, Map<String, String> runtimeClasses, Map<String, NodeCount> counts) {
    if (!policy.grant().routes().contains(Route.Name.RuntimeClass)) {
      return Optional.empty();
    }
    String name = policy.grant().runtimeClassName();
    String handler = runtimeClasses.get(name);
    if (handler == null) {
      return Optional.of(
          new Condition(TYPE, "Unknown", "NotFound", "not looked for: see RuntimeClassFound"));
    }
    return Optional.ofNullable(counts.get(name))
        .map(count -> judged(count, handler, policy.wantsUserNamespace()));
  }

  private static Condition judged(NodeCount count, String handler, boolean withUserNamespace) {
    int able = withUserNamespace ? count.ableWithUserNamespace() : count.able();
    List<String> unable = withUserNamespace ? count.unableWithUserNamespace() : count.unable();
    String what =
        "handler \"" + handler + "\"" + (withUserNamespace ? " with user namespaces" : "");
    String which = which(count.nodeSelector());
    if (count.selected() == 0) {
      return new Condition(
          TYPE,
          "Unknown",
          "NoNodeSelected",
          "there is no node" + which + "; one that comes may have " + what);
    }
    String silent =
        count.silent() == 0 ? "" : "; " + count.silent() + " do not say which handlers they have";
    int others = count.selected() - count.silent() - able;
    String rest = others == 0 ? "" : "; not " + named(unable, others);
    String have = able + " of " + count.selected() + " nodes" + which + " have " + what;
    if (able > 0) {
      String reason = able == count.selected() ? "AllNodes" : "SomeNodes";
      return new Condition(TYPE, "True", reason, have + rest + silent);
    }
    return count.silent() > 0
        ? new Condition(TYPE, "Unknown", "NotReported", have + rest + silent)
        : new Condition(
            TYPE,
            "False",
            "NoNode",
            have + rest + "; configure the container runtime there, or select other nodes");
  }

  private static String named(List<String> names, int all) {
    String more = all > names.size() ? " and " + (all - names.size()) + " more" : "";
    return String.join(", ", names) + more;
  }

  private static String which(Map<String, String> selector) {
    if (selector.isEmpty()) {
      return "";
    }
    String all =
        String.join(
            ",",
            new TreeMap<>(selector)
                .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    return " with "
        + (all.length() <= LONGEST_SELECTOR ? all : all.substring(0, LONGEST_SELECTOR) + "…");
  }
}
