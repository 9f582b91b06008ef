// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import java.util.List;

/// What becomes of an order.
public sealed interface Delivery {

  /// @param warnings what holds true of the node with these files, a sentence each
  record Files(List<NodeFile> files, List<String> warnings) implements Delivery {
    public Files {
      files = List.copyOf(files);
      warnings = List.copyOf(warnings);
    }
  }

  /// There are no files that would do what is wanted.
  ///
  /// @param reasons all of them, a sentence each, with the way out
  record Refused(List<String> reasons) implements Delivery {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
