// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.VoidGrants;

import io.cgrant.delegation.Delegation.Namespace;
import io.cgrant.delegation.Delegation.User;
import io.cgrant.policy.Policy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What a policy lets through and the node makes void, whoever comes.
final class VoidPolicyLook {

  private VoidPolicyLook() {}

  /// @param by which way it grants, in words
  static void at(Policy policy, String by, Combinations nodes, Findings findings) {
    String where = "WritableCgroupPolicy/" + policy.name();
    List<String> users = deadUsers(policy, nodes);
    List<String> dead = deadNodes(policy, nodes);
    String what = "what it grants " + by + " is of no use to ";
    if (dead.size() == nodes.all().size()) {
      findings.error(VoidGrants, where, what + "anybody", nodes.wayOut());
      return;
    }
    if (!users.isEmpty()) {
      findings.inform(
          VoidGrants,
          where,
          what + String.join(", or to ", users),
          "tell whoever is granted; " + nodes.wayOut());
    }
    if (!dead.isEmpty()) {
      findings.inform(
          VoidGrants, where, what + "anybody under " + String.join(" or ", dead), nodes.toLearn());
    }
  }

  /// Whom it is of no use to on any node.
  private static List<String> deadUsers(Policy policy, Combinations nodes) {
    var dead = new ArrayList<String>();
    for (Namespace namespace : namespaces(policy)) {
      for (User user : User.values()) {
        if (nodes.working(Set.of(namespace), user).isEmpty()) {
          dead.add(Combinations.who(user, Set.of(namespace)));
        }
      }
    }
    return dead;
  }

  /// Where it is of no use to anybody.
  private static List<String> deadNodes(Policy policy, Combinations nodes) {
    List<String> alive =
        Stream.of(User.values())
            .flatMap(user -> nodes.working(namespaces(policy), user).stream())
            .toList();
    return nodes.all().stream().filter(one -> !alive.contains(one)).toList();
  }

  private static Set<Namespace> namespaces(Policy policy) {
    return policy.wantsUserNamespace() ? EnumSet.of(Namespace.Own) : EnumSet.allOf(Namespace.class);
  }
}
