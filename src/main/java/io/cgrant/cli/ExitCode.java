// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.cli.report.Judgement;
import io.cgrant.cli.report.Results;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.Severity;

/// What the program tells the shell.
enum ExitCode {
  /// Every object is granted, or asks for nothing; nothing is wrong.
  ALL_WELL(0),
  /// At least one object is refused, or could not be decided; something is wrong.
  SOME_REFUSED(1),
  /// A file, a policy, an option or a part of a cluster could not be read, or what was found out
  /// could not be written.
  UNREADABLE_INPUT(2),
  /// A mistake in cgrant.
  OUR_FAULT(3);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  static ExitCode of(Results results) {
    // Nothing judged is not all well: the command before us in the pipe may have failed.
    if (!results.problems().isEmpty() || results.judgements().isEmpty()) {
      return UNREADABLE_INPUT;
    }
    return results.judgements().stream().allMatch(Judgement::isWell) ? ALL_WELL : SOME_REFUSED;
  }

  static ExitCode of(Diagnosis diagnosis) {
    // What was not looked at may be worse than what was.
    if (!diagnosis.unseen().isEmpty()) {
      return UNREADABLE_INPUT;
    }
    return diagnosis.count(Severity.Error) == 0 ? ALL_WELL : SOME_REFUSED;
  }

  int number() {
    return number;
  }
}
