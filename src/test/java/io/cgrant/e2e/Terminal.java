// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import io.cgrant.e2e.Cluster.User;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// kubectl in the namespace of a world, and what it shows of cgrant's Events, without what is
/// another each time.
record Terminal(Stand stand, World world) {

  /// In the columns of `describe` and of `events`.
  private static final String OURS = ".* cgrant\\.io/webhook .*";

  private static final String OUR_REASONS =
      "\\S.*  +(Normal|Warning)  +(Granted|ExceptionUsed|WouldRefuse|Refused|Undecided|Drifted)  +.*";

  /// @param command of kubectl, without the namespace; `$ID` is the world's
  /// @param rows how many Events of cgrant it shows
  record Look(String command, int rows) {
    private boolean isDescription() {
      return command.startsWith("describe");
    }
  }

  boolean shows(Look look) {
    return rows(look).size() >= look.rows();
  }

  String transcript(List<Look> looks) {
    return looks.stream().map(this::transcript).collect(Collectors.joining());
  }

  private String transcript(Look look) {
    var text = new StringBuilder("\n$ kubectl " + look.command().replace("-$ID", "") + " -n ml\n");
    rows(look).forEach(row -> text.append(row).append('\n'));
    return text.toString();
  }

  private List<String> rows(Look look) {
    String output = kubectl(look.command());
    String ours = look.isDescription() ? OURS : OUR_REASONS;
    int age = look.isDescription() ? 2 : 0;
    return output
        .lines()
        .map(String::strip)
        .filter(line -> line.matches(ours))
        .map(line -> lasting(line, age))
        .sorted()
        .toList();
  }

  /// All that is not the same in the next run.
  private String lasting(String row, int age) {
    String[] columns = row.split("  +");
    columns[age] = "AGE";
    return String.join("  ", columns)
        .replace("-" + world.id(), "")
        .replaceAll("granted-[0-9a-z]+-[0-9a-z]{5}\\b", "granted-HASH-RANDOM");
  }

  private String kubectl(String command) {
    Path program = stand.cluster().kubectl().orElseThrow();
    return Command.of(
            program.toString(),
            (command.replace("$ID", world.id()) + " -n " + world.namespace()).split(" "))
        .with("KUBECONFIG", stand.cluster().kubeconfig(User.Admin))
        .with("KUBECACHEDIR", Folders.ofRun("e2e/kubectl-cache"))
        .run()
        .orThrow();
  }
}
