// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

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

  /// Only who owns the cgroup can make children of it. runc gives it to the container's user, with
  /// the systemd driver alone; crun gives it to the root of a user namespace, with either.
  private static Grant grant(Node.Kind driver, OciRuntime runtime, Users users, long user) {
    boolean owns =
        switch (runtime) {
          case Runc -> driver == Node.Kind.Machine || (users == Users.Host && user == 0);
          case Crun -> user == 0;
        };
    return owns ? Grant.Works : Grant.Void;
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
