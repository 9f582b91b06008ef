// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How many nodes can run the pods of a RuntimeClass.
///
/// @param nodeSelector of the class, by which its pods are scheduled
/// @param selected nodes that its pods may come to
/// @param silent of these, that do not say which handlers they have
/// @param able of these, that have the handler
/// @param ableWithUserNamespace of these, that can give its pods a user namespace
/// @param unable the names of the first few that say that they have not the handler
/// @param unableWithUserNamespace the names of the first few that have not both
public record NodeCount(
    Map<String, String> nodeSelector,
    int selected,
    int silent,
    int able,
    int ableWithUserNamespace,
    List<String> unable,
    List<String> unableWithUserNamespace) {

  /// More help nobody to find the cause.
  static final int MOST_NAMES = 5;

  public NodeCount {
    nodeSelector = Map.copyOf(nodeSelector);
    unable = List.copyOf(unable);
    unableWithUserNamespace = List.copyOf(unableWithUserNamespace);
  }

  /// Counts one node after the other.
  public static final class Tally {

    private final ClassOnNodes wanted;
    private final List<String> unable = new ArrayList<>();
    private final List<String> unableWithUserNamespace = new ArrayList<>();
    private int selected;
    private int silent;
    private int able;
    private int ableWithUserNamespace;

    public Tally(ClassOnNodes wanted) {
      this.wanted = wanted;
    }

    public void add(NodeReport node) {
      if (!wanted.selects(node)) {
        return;
      }
      selected++;
      if (node.isSilent()) {
        silent++;
        return;
      }
      boolean hasHandler = node.handlers().containsKey(wanted.handler());
      able += hasHandler ? 1 : 0;
      note(hasHandler, unable, node);
      boolean hasBoth = node.handlers().getOrDefault(wanted.handler(), false);
      ableWithUserNamespace += hasBoth ? 1 : 0;
      note(hasBoth, unableWithUserNamespace, node);
    }

    private static void note(boolean isAble, List<String> names, NodeReport node) {
      if (!isAble && names.size() < MOST_NAMES) {
        names.add(node.name());
      }
    }

    public NodeCount count() {
      return new NodeCount(
          wanted.nodeSelector(),
          selected,
          silent,
          able,
          ableWithUserNamespace,
          unable,
          unableWithUserNamespace);
    }
  }
}
