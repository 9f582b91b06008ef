// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.cli.report.Printable;
import io.cgrant.file.Document;
import io.cgrant.file.FileProblem;
import io.cgrant.file.ManifestPaths;
import io.cgrant.manifest.WorkloadReader;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Sends pods to a running webhook as an API server does, and shows what it answers.
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Sends the pods in files to a running webhook as an API server does: to /mutate, and what"
          + " comes of it to /validate. Nothing is created."
    },
    footer = {
      "",
      "Examples:",
      "  cgrant try --url https://127.0.0.1:8443 --ca-file tls/ca.crt pod.yaml",
      "",
      "Objects of other kinds are not sent; each is named on standard error.",
      "Exit code 0 when the webhook answered, whatever it said."
    })
final class TryCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "https://127.0.0.1:8443",
      description = "Where the webhook listens. Default: ${DEFAULT-VALUE}")
  private URI url = URI.create("");

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      required = true,
      description = "The certificate authority that signed the webhook's certificate (PEM).")
  private Path caFile = Path.of("");

  @Mixin private InputFiles files = new InputFiles();

  private final InputStream stdin;

  TryCommand(InputStream stdin) {
    this.stdin = stdin;
  }

  @Override
  public Integer call() {
    ManifestPaths.Reading reading = files.read(stdin);
    var table = new TrialTable();
    try (var webhook = Webhook.at(url, caFile)) {
      var trials = new ArrayList<Trial>();
      for (Document document : reading.documents()) {
        if (isPod(document)) {
          trials.add(Trial.of(document.tree(), files.namespace(), webhook));
        }
      }
      trials.forEach(table::add);
    } catch (WebhookUnreachable e) {
      spec.commandLine().getErr().println("cgrant: " + Printable.of(e.getMessage()));
      return ExitCode.UNREADABLE_INPUT.number();
    }
    table.print(spec.commandLine().getOut());
    notSent(reading.documents()).forEach(this::remark);
    reading.problems().forEach(this::remark);
    return (reading.problems().isEmpty() ? ExitCode.ALL_WELL : ExitCode.UNREADABLE_INPUT).number();
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
    spec.commandLine().getErr().println("cgrant: " + Printable.of(problem.sentence()));
  }
}
