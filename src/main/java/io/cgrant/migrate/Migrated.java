// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.migrate;

import io.cgrant.file.Edit;
import io.cgrant.file.FileProblem;
import java.util.List;

/// What becomes of one object.
///
/// @param edits none where it stays as it is
/// @param remarks what somebody should know of it
/// @param obstacles why it cannot be rewritten, each with the way out; then there are no edits
public record Migrated(List<Edit> edits, List<FileProblem> remarks, List<FileProblem> obstacles) {

  static final Migrated UNTOUCHED = new Migrated(List.of(), List.of(), List.of());

  public Migrated {
    edits = List.copyOf(edits);
    remarks = List.copyOf(remarks);
    obstacles = List.copyOf(obstacles);
  }

  static Migrated told(FileProblem remark) {
    return new Migrated(List.of(), List.of(remark), List.of());
  }
}
