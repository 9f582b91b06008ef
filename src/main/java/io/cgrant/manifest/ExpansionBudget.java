// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

/// How much text the variables of one pod may make.
///
/// A value may hold others, and those others again, so thirty short ones can make a text of a
/// gigabyte. What is stored is smaller than 1.5 MiB, and a node starts no container with more than
/// some MiB of environment.
///
/// For one thread.
final class ExpansionBudget {

  /// In characters.
  private static final int MOST = 4 * 1024 * 1024;

  private int left = MOST;

  /// @throws Unreadable when it is spent: what comes of it is not known then, and an error is never
  /// a grant
  void take(int characters) {
    if (characters > left) {
      throw new Unreadable(
          "the variables of the containers, put into one another, make more than 4 MiB of text;"
              + " write shorter values, or fewer variables in each");
    }
    left -= characters;
  }
}
