// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.List;

/// On what a grant depends beside the pod.
///
/// @param exceptions in the order of the policy, which is the order in which they are used
public record Terms(List<PolicyException> exceptions) {

  public static final Terms NONE = new Terms(List.of());

  public Terms {
    exceptions = List.copyOf(exceptions);
  }
}
