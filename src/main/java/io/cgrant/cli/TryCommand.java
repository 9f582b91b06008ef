// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.file.Document;
import io.cgrant.file.FileProblem;
import io.cgrant.file.ManifestPaths;
import io.cgrant.manifest.WorkloadReader;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Sends pods to a running webhook as an API server does, or to the API server itself, and shows
/// what it answers.
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Sends the pods in files to a running webhook as an API server does: to /mutate, and what"
          + " comes of it to /validate. Or to the API server itself. Nothing is created."
    },
    footer = {
      "",
      "Examples:",
      "  cgrant try --url https://127.0.0.1:8443 --ca-file tls/ca.crt pod.yaml",
      "  cgrant try --api-server https://10.0.0.1:6443 --ca-file ca.crt --token-file token",
      "    --expect head=Granted pod.yaml",
      "",
      "Objects of other kinds are not sent; each is named on standard error.",
      "Exit code 0 when there was an answer, whatever it was; with --expect, 1 when a",
      "pod is not as expected. 2 when nobody answered, or an API server refuses a pod",
      "for another reason than cgrant."
    })
final class TryCommand implements Callable<Integer> {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;
  @Mixin private JudgeOptions options = new JudgeOptions();
  @Mixin private Expectations expectations = new Expectations();
  @Mixin private InputFiles files = new InputFiles();

  private final InputStream stdin;

  TryCommand(InputStream stdin) {
    this.stdin = stdin;
  }

  @Override
  public Integer call() {
    ManifestPaths.Reading reading = files.read(stdin);
    List<Trial> trials;
    try (var judge = options.judge()) {
      trials = settled(reading.documents(), judge);
    } catch (JudgeUnreachable e) {
      complain(e.getMessage());
      return ExitCode.UNREADABLE_INPUT.number();
    }
    var table = new TrialTable();
    trials.forEach(table::add);
    table.print(spec.commandLine().getOut());
    notSent(reading.documents()).forEach(this::remark);
    reading.problems().forEach(this::remark);
    List<String> unmet = expectations.unmet(trials);
    unmet.forEach(this::complain);
    if (!reading.problems().isEmpty()) {
      return ExitCode.UNREADABLE_INPUT.number();
    }
    return (unmet.isEmpty() ? ExitCode.ALL_WELL : ExitCode.SOME_REFUSED).number();
  }

  /// As they are once they are as expected, or when time is up.
  private List<Trial> settled(List<Document> documents, Judge judge) {
    long end = System.nanoTime() + Duration.ofSeconds(expectations.seconds()).toNanos();
    while (true) {
      boolean isLast = System.nanoTime() - end >= 0;
      try {
        List<Trial> trials =
            documents.stream()
                .filter(TryCommand::isPod)
                .map(document -> judge.of(document.tree(), files.namespace()))
                .toList();
        if (isLast || expectations.unmet(trials).isEmpty()) {
          return trials;
        }
      } catch (JudgeUnreachable e) {
        if (isLast) {
          throw e;
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JudgeUnreachable("interrupted");
    }
  }

  private static boolean isPod(Document document) {
    return document.kind().equals("Pod") && document.apiVersion().equals("v1");
  }

  /// What stands in the files and was not looked at, one by one: silence would look like consent.
  private static List<FileProblem> notSent(List<Document> documents) {
    var notSent = new ArrayList<FileProblem>();
    for (Document document : documents) {
      if (!isPod(document)) {
        notSent.add(document.problem("", notSent(document)));
      }
    }
    return notSent;
  }

  private static String notSent(Document document) {
    String what = document.kind().isEmpty() ? "an object without kind" : document.kind();
    String which = document.name().isEmpty() ? what : what + " \"" + document.name() + "\"";
    String why =
        WorkloadReader.holdsTemplate(document.apiVersion(), document.kind())
            ? "try sends pods, and this makes them of a template; ask cgrant check about it"
            : "try sends objects of kind Pod, apiVersion v1, and no others";
    return which + " was not looked at: " + why;
  }

  private void remark(FileProblem problem) {
    complain(problem.sentence());
  }

  private void complain(String sentence) {
    Complaint.print(spec, sentence);
  }
}
