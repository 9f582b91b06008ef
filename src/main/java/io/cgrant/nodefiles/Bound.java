// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

/// How many cgroups a container may make below its own, and how deep.
///
/// @param descendants at least 1
/// @param depth at least 1
public record Bound(int descendants, int depth) {

  /// What the kubelet sets for the field of KEP-5474.
  public static final Bound OF_THE_KUBELET = new Bound(250, 50);

  /// What one cgroup took from a node in KEP-5474: 14.3 GB of 42,000.
  private static final long KIB_OF_ONE = 340;

  private static final long KIB_OF_STEP = 32 * 1024;

  /// @throws IllegalArgumentException below 1, with a sentence for whoever wrote it
  public Bound {
    if (descendants < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "a bound of "
              + descendants
              + " cgroups and "
              + depth
              + " levels leaves no room for one; write at least 1 of each");
    }
  }

  /// A text with both numbers in it.
  String filled(String text) {
    return text.replace("$DESCENDANTS", Integer.toString(descendants))
        .replace("$DEPTH", Integer.toString(depth));
  }

  /// Memory that as many cgroups take from the node beside all limits, as `96Mi`.
  public String overhead() {
    long steps = Math.ceilDiv(descendants * KIB_OF_ONE, KIB_OF_STEP);
    return steps * KIB_OF_STEP / 1024 + "Mi";
  }
}
