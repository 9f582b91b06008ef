// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.OciRuntime;
import io.cgrant.delegation.Ownership;
import io.cgrant.doctor.NodeFacts.Program;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// To whom a grant is of no use under a handler, although the cgroup is mounted writable.
final class VoidUsersLook {

  private VoidUsersLook() {}

  /// A program that is neither runc nor crun is not judged.
  ///
  /// @param where what the handler is called
  static void at(String where, Program program, CgroupDriver driver, Findings findings) {
    runtime(program).ifPresent(runtime -> at(where, runtime, driver, findings));
  }

  private static void at(String where, OciRuntime runtime, CgroupDriver driver, Findings findings) {
    Set<Ownership.Holder> shutOut = Ownership.shutOut(runtime, driver);
    if (shutOut.isEmpty()) {
      return;
    }
    String what =
        "with "
            + runtime
            + " and the driver "
            + driver
            + " a grant is void to "
            + Ownership.words(shutOut);
    switch (driver) {
      // Of the default drivers of most nodes somebody should hear, and need do nothing.
      case systemd ->
          findings.inform(
              Concern.VoidUsers, where, what, "run these pods as root, or with a handler of runc");
      case cgroupfs ->
          findings.warn(
              Concern.VoidUsers,
              where,
              what,
              "use the systemd driver, in the kubelet too; with runc a grant is void to nobody then");
    }
  }

  private static Optional<OciRuntime> runtime(Program program) {
    String name = program.path().substring(program.path().lastIndexOf('/') + 1);
    return Arrays.stream(OciRuntime.values()).filter(r -> r.name().equals(name)).findFirst();
  }
}
