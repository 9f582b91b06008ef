// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.cli.report.Format;
import io.cgrant.cli.report.Judgement;
import io.cgrant.cli.report.Results;
import io.cgrant.file.DescribedCluster;
import io.cgrant.file.Document;
import io.cgrant.file.FileProblem;
import io.cgrant.file.ManifestPaths;
import io.cgrant.manifest.Unreadable;
import io.cgrant.manifest.Workload;
import io.cgrant.manifest.WorkloadReader;
import io.cgrant.policy.ExpressionCompiler;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Judges the pods and templates in files as the webhook would.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Judges the pods and pod templates in files as the webhook would, without a cluster."
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  all granted, or nothing asked for",
      "  1  some refused or undecided",
      "  2  a file, a policy or an option could not be read",
      "  3  a mistake in cgrant",
      "",
      "Examples:",
      "  cgrant check -p policies/ pod.yaml",
      "  cgrant check -p policies/ -n cluster/ -o sarif deploy/ > cgrant.sarif",
      "  helm template . | cgrant check -p policies/ -n cluster/ --namespace ml -",
      "",
      "Files are YAML or JSON, at most 16 MiB, 100 levels and 500,000 values each."
    })
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-p", "--policies"},
      paramLabel = "PATH",
      required = true,
      description = "File or folder with WritableCgroupPolicy objects. Can be repeated.")
  private List<Path> policies = List.of();

  @Option(
      names = {"-n", "--cluster"},
      paramLabel = "PATH",
      description =
          "File or folder with the cluster's Namespace and RuntimeClass objects. Can be repeated."
              + " Without it, those found beside the policies and the pods are used. The other"
              + " commands have -n for the name of a namespace; here that is --namespace.")
  private List<Path> cluster = List.of();

  @Mixin private InputFiles files = new InputFiles();

  @Mixin private HandlersOption gatedHandlers = new HandlersOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Format format = Format.text;

  private final InputStream stdin;
  private final ExpressionCompiler compiler;

  CheckCommand(InputStream stdin, ExpressionCompiler compiler) {
    this.stdin = stdin;
    this.compiler = compiler;
  }

  @Override
  public Integer call() {
    var problems = new ArrayList<FileProblem>();
    List<Document> policyDocuments = read(policies, problems);
    List<Document> clusterDocuments = read(cluster, problems);
    var unread = new ArrayList<FileProblem>();
    List<Document> documents = taken(files.read(stdin), unread);
    DescribedCluster described =
        Surroundings.of(policyDocuments, documents, clusterDocuments, cluster).described(compiler);
    problems.addAll(described.problems());
    Instant now = InstantSource.system().instant();
    var judgements = new ArrayList<Judgement>();
    var passedOver = new ArrayList<Document>();
    // By half the policies, a verdict would be one that the cluster never gives.
    if (problems.isEmpty()) {
      for (Document document : documents) {
        workload(document, unread)
            .ifPresentOrElse(
                workload -> judgements.add(judge(document, workload, described, now)),
                () -> passedOver.add(document));
      }
    }
    problems.addAll(unread);
    var results = new Results(judgements, problems);
    format
        .report(spec.commandLine().getColorScheme().ansi(), Version.CURRENT)
        .print(results, spec.commandLine().getOut());
    spec.commandLine().getOut().flush();
    remark(results, described, passedOver);
    return ExitCode.of(results).number();
  }

  private List<Document> read(List<Path> paths, List<FileProblem> problems) {
    return taken(Inputs.read(paths, stdin), problems);
  }

  private static List<Document> taken(ManifestPaths.Reading reading, List<FileProblem> problems) {
    problems.addAll(reading.problems());
    return reading.documents();
  }

  private static Optional<Workload> workload(Document document, List<FileProblem> problems) {
    try {
      return WorkloadReader.read(document.json());
    } catch (Unreadable e) {
      problems.add(document.problem(e));
      return Optional.empty();
    }
  }

  private Judgement judge(
      Document document, Workload workload, DescribedCluster described, Instant now) {
    String where = workload.namespace().isEmpty() ? files.namespace() : workload.namespace();
    return Judgement.of(
        document, workload, where, described.snapshot(where, gatedHandlers.names()).at(now));
  }

  private void remark(Results results, DescribedCluster described, List<Document> passedOver) {
    results.problems().forEach(p -> complain(p.sentence()));
    if (!results.problems().isEmpty()) {
      return;
    }
    described.warnings().forEach(w -> complain("warning: " + w.sentence()));
    if (described.policies().ordered().isEmpty()) {
      complain(
          "no WritableCgroupPolicy found in "
              + InputFiles.names(policies)
              + "; nothing is granted");
    }
    passedOver.stream()
        .filter(Document::hasContainers)
        .forEach(
            d ->
                complain(
                    "%s:%d: not judged: where a %s keeps its pod, cgrant does not know; its pods are"
                            .formatted(d.file(), d.line(), d.kind())
                        + " judged when they are made"));
    if (results.judgements().isEmpty()) {
      complain("no pod and no pod template found in " + files.names() + "; nothing was checked");
    }
  }

  private void complain(String sentence) {
    Complaint.print(spec, sentence);
  }
}
