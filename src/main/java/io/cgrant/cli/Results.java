// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.file.FileProblem;
import java.util.List;

/// All that one run found out.
record Results(List<Judgement> judgements, List<FileProblem> problems) {

  Results {
    judgements = List.copyOf(judgements);
    problems = List.copyOf(problems);
  }

  ExitCode exitCode() {
    // Nothing judged is not all well: the command before us in the pipe may have failed.
    if (!problems.isEmpty() || judgements.isEmpty()) {
      return ExitCode.UNREADABLE_INPUT;
    }
    return judgements.stream().allMatch(Judgement::isWell)
        ? ExitCode.ALL_WELL
        : ExitCode.SOME_REFUSED;
  }
}
