// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import java.util.Map;

/// One operation of an RFC 6902 patch. Only `add` is needed: on a member that exists, it
/// replaces (RFC 6902, 4.1).
public sealed interface PatchOp {

  /// An RFC 6901 pointer.
  String path();

  record AddText(String path, String value) implements PatchOp {}

  record AddFlag(String path, boolean value) implements PatchOp {}

  record AddMembers(String path, Map<String, String> value) implements PatchOp {}
}
