// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.policy.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// What is to become of pods, for whoever wants an exit code and not a table.
final class Expectations {

  @Option(
      names = "--expect",
      paramLabel = "POD=VERDICT",
      description = {
        "What is to become of the pod of this name: Granted, Refused, Undecided or NotAsked. Exit code 1"
            + " if it is something else. Can be repeated."
      })
  private Map<String, Outcome> expected = new LinkedHashMap<>();

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "How long to ask again, until everything is as expected. Default: 0")
  private int seconds;

  int seconds() {
    return seconds;
  }

  /// One sentence for each pod that is not as expected, or is not there.
  List<String> unmet(List<Trial> trials) {
    var unmet = new ArrayList<String>();
    expected.forEach(
        (pod, outcome) -> {
          List<Trial> found = trials.stream().filter(t -> t.pod().endsWith("/" + pod)).toList();
          if (found.isEmpty()) {
            unmet.add("--expect names pod \"" + pod + "\", and no file has it");
          }
          found.stream()
              .filter(t -> !t.verdict().equals(outcome.name()))
              .map(t -> t.pod() + " is " + t.verdict() + ", and was to be " + outcome)
              .forEach(unmet::add);
        });
    return unmet;
  }
}
