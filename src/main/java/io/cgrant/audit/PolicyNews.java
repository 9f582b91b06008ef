// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import java.time.Instant;

/// Something to tell about a policy itself, whether or not a pod asks for it.
public sealed interface PolicyNews {

  String policy();

  /// Of the policy object.
  String uid();

  /// The stored policy makes no sense, so it grants nothing.
  ///
  /// @param problems of its fields, as one sentence
  record Invalid(String policy, String uid, String problems) implements PolicyNews {}

  /// An exception has come within the last days of its life.
  ///
  /// @param owner who is asked about it
  record ExceptionExpires(
      String policy, String uid, String exception, String owner, Instant expires)
      implements PolicyNews {}

  /// Every node that granted pods may come to says that it cannot run them.
  ///
  /// @param nodes how many, and their names
  record NoNode(String policy, String uid, String nodes) implements PolicyNews {}

  /// An exception waives nothing any more.
  ///
  /// @param owner who is asked about it
  record ExceptionEnded(String policy, String uid, String exception, String owner, Instant expires)
      implements PolicyNews {}
}
