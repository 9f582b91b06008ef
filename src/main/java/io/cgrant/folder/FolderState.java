// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.folder;

import io.cgrant.file.FileProblem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How good what the folder serves is.
///
/// @param goodSince when the set that is served was read; empty while there is none yet
/// @param problems what is wrong in the folder now; while there are any, an earlier set is served
public record FolderState(Optional<Instant> goodSince, List<FileProblem> problems) {

  public FolderState {
    problems = List.copyOf(problems);
  }

  public boolean synced() {
    return goodSince.isPresent();
  }

  public boolean current() {
    return synced() && problems.isEmpty();
  }
}
