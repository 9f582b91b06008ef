// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.Delegation;
import io.cgrant.delegation.Delegation.Namespace;
import io.cgrant.delegation.Delegation.User;
import io.cgrant.e2e.node.Workload.Users;
import java.util.ArrayList;
import java.util.List;

/// A container's user on a node, and whether a grant is worth anything to it there.
///
/// @param driver that the runtimes of the node use for cgroups
record Pair(Node.Kind driver, OciRuntime runtime, Users users, long user, Grant grant) {

  /// What the writable file system is to the user.
  enum Grant {
    /// Child cgroups can be made.
    Works,
    /// It says `rw` and everything in it belongs to somebody else.
    Void
  }

  /// All that a node can have.
  static List<Pair> of(Node.Kind driver) {
    var pairs = new ArrayList<Pair>();
    for (OciRuntime runtime : OciRuntime.values()) {
      for (Users users : Users.values()) {
        for (long user : new long[] {0, 1000}) {
          pairs.add(new Pair(driver, runtime, users, user, grant(driver, runtime, users, user)));
        }
      }
    }
    return pairs;
  }

  /// With a user namespace or without: where a grant is worth anything to root.
  static List<Users> ofRoot(Node.Kind driver, OciRuntime runtime) {
    return of(driver).stream()
        .filter(p -> p.runtime() == runtime && p.user() == 0 && p.grant() == Grant.Works)
        .map(Pair::users)
        .toList();
  }

  /// What the product says of it, and tells users: each node is asked whether that is so.
  private static Grant grant(Node.Kind kind, OciRuntime runtime, Users users, long user) {
    boolean works =
        Delegation.works(
            io.cgrant.delegation.OciRuntime.valueOf(runtime.plain()),
            kind == Node.Kind.Machine ? CgroupDriver.systemd : CgroupDriver.cgroupfs,
            users == Users.Own ? Namespace.Own : Namespace.OfTheNode,
            user == 0 ? User.Root : User.Other);
    return works ? Grant.Works : Grant.Void;
  }

  String name() {
    return "%s, %s, %s"
        .formatted(
            runtime.plain(),
            users == Users.Own ? "user namespace" : "no user namespace",
            user == 0 ? "root" : "user " + user);
  }

  void check(Node node) {
    var workload = Workload.under(runtime.writable()).with(users).as(user);
    try (Container container = node.start(workload)) {
      switch (grant) {
        case Works -> Claim.assertWritable(container);
        case Void -> Claim.assertVoid(container);
      }
    }
  }
}
