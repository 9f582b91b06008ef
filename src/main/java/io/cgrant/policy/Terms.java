// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// On what a grant depends beside the pod.
///
/// @param exceptions in the order of the policy, which is the order in which they are used
/// @param quota empty where the number of grants has no bound
public record Terms(
    List<PolicyException> exceptions, Optional<Quota> quota, Authorization authorization) {

  public static final Terms NONE =
      new Terms(List.of(), Optional.empty(), Authorization.NotRequired);

  public Terms {
    exceptions = List.copyOf(exceptions);
  }

  /// What must be asked, in this order: room is taken last, when nothing else stands in the way.
  List<Inquiry> inquiries(String policy) {
    if (quota.isEmpty() && authorization == Authorization.NotRequired) {
      return List.of();
    }
    var inquiries = new ArrayList<Inquiry>(2);
    if (authorization == Authorization.Required) {
      inquiries.add(new Inquiry.Permission(policy));
    }
    quota.ifPresent(bound -> inquiries.add(new Inquiry.Room(policy, bound)));
    return inquiries;
  }
}
