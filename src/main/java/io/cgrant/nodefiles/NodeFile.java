// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import java.util.Optional;

/// One file of an order.
///
/// @param path below the folder it is written to
/// @param text all of it; ends in `\n`
/// @param remark what it does and what it needs, where its format has no comments to say so
public record NodeFile(String path, String text, Optional<String> remark) {

  NodeFile(String path, String text) {
    this(path, text, Optional.empty());
  }
}
