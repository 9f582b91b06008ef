// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

/// A file of which no document can be trusted.
public final class UnreadableFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient FileProblem problem;

  public UnreadableFile(FileProblem problem) {
    super(problem.sentence(), null, false, false);
    this.problem = problem;
  }

  static UnreadableFile at(String file, int line, String detail) {
    return at(file, line, 0, detail);
  }

  static UnreadableFile at(String file, int line, int column, String detail) {
    return new UnreadableFile(new FileProblem(file, line, column, "", detail));
  }

  public FileProblem problem() {
    return problem;
  }
}
