// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.report;

import io.cgrant.file.FileProblem;
import java.util.List;

/// All that one run found out.
public record Results(List<Judgement> judgements, List<FileProblem> problems) {

  public Results {
    judgements = List.copyOf(judgements);
    problems = List.copyOf(problems);
  }
}
