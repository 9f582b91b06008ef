// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.Set;
import java.util.stream.Collectors;

/// Who makes pods of a template that somebody else wrote, and copies it word for word.
///
/// @param usernames as the API server knows them; configuration, never a policy
public record WorkloadControllers(Set<String> usernames) {

  /// Those of kube-controller-manager: each by its own ServiceAccount, or all by its own name where
  /// it runs without `--use-service-account-credentials`.
  public static final String USUAL =
      "system:kube-controller-manager,"
          + "system:serviceaccount:kube-system:cronjob-controller,"
          + "system:serviceaccount:kube-system:daemon-set-controller,"
          + "system:serviceaccount:kube-system:deployment-controller,"
          + "system:serviceaccount:kube-system:job-controller,"
          + "system:serviceaccount:kube-system:replicaset-controller,"
          + "system:serviceaccount:kube-system:replication-controller,"
          + "system:serviceaccount:kube-system:statefulset-controller";

  /// @throws IllegalArgumentException when one is blank, with a sentence for whoever configured it
  public WorkloadControllers {
    usernames = usernames.stream().map(String::strip).collect(Collectors.toUnmodifiableSet());
    if (usernames.contains("")) {
      throw new IllegalArgumentException(
          "the workload controllers hold an empty name; write user names with commas between them");
    }
  }

  public boolean include(Ask.Requester requester) {
    return usernames.contains(requester.username());
  }
}
