// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import java.util.List;

/// What is refused together with any writable cgroup, whatever a policy says.
public final class Floor {

  public static final List<Check> CHECKS =
      List.of(
          new ForbidPrivileged(),
          new ForbidHostCgroupNamespace(),
          new ForbidRuntimePaths(),
          new ForbidRuntimeAnnotations(),
          new ForbidWindows());

  private Floor() {}
}
