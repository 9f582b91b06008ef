// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.cli.record.Counts;
import io.cgrant.cli.record.DecisionRecord;
import io.cgrant.cli.record.DecisionTable;
import io.cgrant.cli.record.RecordFormat;
import io.cgrant.cli.record.RecordLines;
import io.cgrant.cli.record.Selection;
import io.cgrant.file.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Reads the records of decisions.
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Reads the webhook's records of its decisions: shows those that are wanted, or counts them."
          + " Lines that are no record are passed over."
    },
    footer = {
      "",
      "Examples:",
      "  kubectl -n cgrant logs -l app.kubernetes.io/name=cgrant --tail=-1 | cgrant log -",
      "  cgrant log --since 24h --verdict Refused --count-by namespace decisions.log",
      "  cgrant log -n ml --reason LimitMissing -o json decisions.log | jq .user",
      "",
      "Exit code 0 when every file could be read, 2 when one could not."
    })
final class LogCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Only of pods in this namespace. Can be repeated, as all of these.")
  private Set<String> namespaces = Set.of();

  @Option(
      names = "--verdict",
      paramLabel = "VERDICT",
      description = "Only with this verdict, one of ${COMPLETION-CANDIDATES}.")
  private Set<DecisionRecord.Verdict> verdicts = Set.of();

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "Only where this policy grants, or has a finding.")
  private Set<String> policies = Set.of();

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only with such a finding, as LimitMissing.")
  private Set<String> reasons = Set.of();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Only of this user, as who made the pod or who wrote its template.")
  private Set<String> users = Set.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moment.Converter.class,
      description = "Not before: as 2026-11-24T09:00:00Z, 2026-11-24, or how long ago, as 2h30m.")
  private Moment since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Moment.Converter.class,
      description = "Before, likewise.")
  private Moment until;

  @Option(
      names = "--count-by",
      paramLabel = "WHAT",
      description = "Count instead, by one of ${COMPLETION-CANDIDATES}; the most frequent first.")
  private DecisionRecord.Aspect countBy;

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "10",
      description = "So many counts. Default: ${DEFAULT-VALUE}")
  private int most = 10;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private RecordFormat format = RecordFormat.table;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files with records, one a line; - reads standard input.")
  private List<Path> files = List.of();

  /// Of a record, whatever became of its end.
  private static final String BEGIN = "{\"time\":\"";

  private final InputStream stdin;

  LogCommand(InputStream stdin) {
    this.stdin = stdin;
  }

  @Override
  public Integer call() {
    if (most < 1) {
      throw new ParameterException(spec.commandLine(), "--most is at least 1, not " + most);
    }
    if (since != null && until != null && !since.instant().isBefore(until.instant())) {
      throw new ParameterException(
          spec.commandLine(), "no time is between --since and --until: --since is not before");
    }
    PrintWriter out = spec.commandLine().getOut();
    var selection =
        new Selection(
            namespaces,
            verdicts,
            policies,
            reasons,
            users,
            Optional.ofNullable(since).map(Moment::instant),
            Optional.ofNullable(until).map(Moment::instant));
    boolean isWhole;
    if (countBy == null) {
      format.begin(DecisionTable.LAYOUT, out);
      isWhole = readAll(record -> show(record, selection, out));
    } else {
      var counts = new Counts(countBy);
      isWhole = readAll(record -> Optional.of(record).filter(selection).ifPresent(counts::add));
      counts.print(format, most, out);
    }
    out.flush();
    return (isWhole ? ExitCode.ALL_WELL : ExitCode.UNREADABLE_INPUT).number();
  }

  private void show(DecisionRecord record, Selection selection, PrintWriter out) {
    if (selection.test(record)) {
      format.print(DecisionTable.LAYOUT, record, out);
      // Whoever follows a log wants to see it now.
      out.flush();
    }
  }

  /// False when one of the files could not be read.
  private boolean readAll(Consumer<DecisionRecord> use) {
    boolean isWhole = true;
    for (Path file : files) {
      try {
        isWhole &= read(file, use);
      } catch (IOException e) {
        isWhole = false;
        complain(file + ": " + FileTrouble.reading(e));
      }
    }
    return isWhole;
  }

  /// False for what is no text, as a log that is packed.
  private boolean read(Path file, Consumer<DecisionRecord> use) throws IOException {
    long records = 0;
    long others = 0;
    long damaged = 0;
    boolean isText = true;
    try (var lines = new RecordLines(Inputs.open(file, stdin))) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        Optional<DecisionRecord> record = DecisionRecord.of(line.get());
        if (record.isPresent()) {
          use.accept(record.get());
          records++;
        } else if (!line.get().isBlank()) {
          others++;
          damaged += line.get().startsWith(BEGIN) ? 1 : 0;
          isText &= line.get().chars().noneMatch(LogCommand::isNoText);
        }
      }
    }
    if (records == 0 || others > 0) {
      String ofRecords =
          damaged > 0 ? " (%d of them cut or damaged records)".formatted(damaged) : "";
      complain(
          "%s: %d records read, %d other lines passed over%s"
              .formatted(file, records, others, ofRecords));
    }
    if (records == 0 && !isText) {
      complain(file + ": is no text in UTF-8; unpack or convert it first");
    }
    return records > 0 || isText;
  }

  /// A zero byte, and what stands for bytes that are no UTF-8.
  private static boolean isNoText(int character) {
    return character == 0 || character == '\uFFFD';
  }

  private void complain(String sentence) {
    Complaint.print(spec, sentence);
  }
}
