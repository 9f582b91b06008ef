// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import java.util.Map;

/// One operation of an RFC 6902 patch. `add` replaces a member that exists (RFC 6902, 4.1).
public sealed interface PatchOp {

  /// An RFC 6901 pointer.
  String path();

  record AddText(String path, String value) implements PatchOp {}

  record AddFlag(String path, boolean value) implements PatchOp {}

  record AddMembers(String path, Map<String, String> value) implements PatchOp {}

  /// Of a member that exists.
  record Remove(String path) implements PatchOp {}

  /// A key as part of a pointer: RFC 6901, section 3.
  static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
