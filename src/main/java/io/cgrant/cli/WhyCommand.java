// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cgrant.cli.explain.ExplanationFormat;
import io.cgrant.explain.Explanation;
import io.cgrant.explain.ExplanationTree;
import io.cgrant.file.DescribedCluster;
import io.cgrant.file.Document;
import io.cgrant.file.FileProblem;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Replays a decision, and shows all that led to it.
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Replays the decision about a pod, and shows what every policy and every check says of it:"
          + " whether the policy speaks for the pod, what is met, what is not, what an exception"
          + " waives."
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  all granted, or nothing asked for",
      "  1  some refused or undecided",
      "  2  a file, a policy, an option or the cluster could not be read",
      "  3  a mistake in cgrant",
      "",
      "Examples:",
      "  kubectl cgrant why ray-head -n ml",
      "  kubectl get deployment builder -n ml -o yaml | kubectl cgrant why -",
      "  cgrant why -p policies/ --cluster cluster/ pod.yaml",
      "",
      "What is not given as files is read from the cluster, by kubectl. The reader",
      "needs to get pods and namespaces, and to list runtimeclasses and",
      "writablecgrouppolicies. With --server it is who asks."
    })
final class WhyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description =
          "Namespace of the pods, and of objects in files that name none. Default: that of kubectl's"
              + " context; for files, default")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = {"-p", "--policies"},
      paramLabel = "PATH",
      description =
          "File or folder with WritableCgroupPolicy objects, instead of the cluster's. Can be"
              + " repeated.")
  private List<Path> policies = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "PATH",
      description =
          "File or folder with Namespace and RuntimeClass objects, instead of the cluster's. Can be"
              + " repeated. With files alone, those found beside the policies and the pods are used.")
  private List<Path> cluster = List.of();

  @Mixin private ReadOptions readOptions = new ReadOptions();
  @Mixin private HandlersOption gatedHandlers = new HandlersOption();

  @Option(
      names = "--as",
      paramLabel = "USER",
      description =
          "With --server: who would create the pods, if not you. You must be allowed to"
              + " impersonate them.")
  private Optional<String> as = Optional.empty();

  @Option(
      names = "--as-group",
      paramLabel = "GROUP",
      description = "With --as: a group of theirs. Can be repeated.")
  private List<String> groups = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "tree",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private ExplanationFormat format = ExplanationFormat.tree;

  @Parameters(
      paramLabel = "POD|FILE",
      arity = "1..*",
      description = {
        "Names of pods in the cluster, or files or folders with objects as for check; - reads standard"
            + " input. What has a dot or a slash is a file."
      })
  private List<String> targets = List.of();

  private final InputStream stdin;
  private final ExpressionCompiler compiler;

  WhyCommand(InputStream stdin, ExpressionCompiler compiler) {
    this.stdin = stdin;
    this.compiler = compiler;
  }

  @Override
  public Integer call() {
    if (targets.contains("")) {
      throw new ParameterException(
          spec.commandLine(), "POD|FILE is empty; name a pod, a file or a folder");
    }
    try {
      Optional<RemoteServer> server = readOptions.remote(as, groups);
      return server.isPresent() ? ask(server.get()) : explain();
    } catch (JudgeUnreachable e) {
      return complain(List.of(e.getMessage())).number();
    }
  }

  private Integer ask(RemoteServer server) {
    if (!policies.isEmpty() || !cluster.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--policies and --cluster are of no use to --server; leave them out");
    }
    try (server;
        Reads reads = readOptions.reads()) {
      return new RemoteWhy(server, new WhySources(reads, stdin, namespace))
          .answer(targets, format, spec)
          .number();
    }
  }

  private Integer explain() {
    try (Reads reads = readOptions.reads()) {
      return explain(reads);
    }
  }

  private Integer explain(Reads reads) {
    var sources = new WhySources(reads, stdin, namespace);
    List<Document> documents = sources.targets(targets);
    DescribedCluster described = sources.described(documents, policies, cluster, compiler);
    var problems = new ArrayList<>(sources.problems());
    var explanations = new ArrayList<Explanation>();
    if (problems.isEmpty()) {
      Instant now = InstantSource.system().instant();
      for (Document document : documents) {
        workload(document, problems)
            .ifPresent(
                workload ->
                    explanations.add(explained(document, workload, sources, described, now)));
      }
    }
    ArrayNode trees = JsonNodeFactory.instance.arrayNode();
    explanations.forEach(explained -> trees.add(ExplanationTree.of(explained)));
    format.print(trees, spec.commandLine().getOut());
    sources.remarks().forEach(p -> remark(p.sentence()));
    if (!problems.isEmpty()) {
      return complain(problems.stream().map(FileProblem::sentence).toList()).number();
    }
    if (explanations.isEmpty()) {
      return complain(List.of("no pod and no pod template found; nothing was judged")).number();
    }
    boolean isWell = explanations.stream().allMatch(Explanation::isWell);
    return (isWell ? ExitCode.ALL_WELL : ExitCode.SOME_REFUSED).number();
  }

  private Explanation explained(
      Document document,
      Workload workload,
      WhySources sources,
      DescribedCluster described,
      Instant now) {
    String where = sources.namespace(workload.namespace());
    return Explanation.of(
        document.file(), workload, where, described.snapshot(where, gatedHandlers.names()).at(now));
  }

  private static Optional<Workload> workload(Document document, List<FileProblem> problems) {
    try {
      return WorkloadReader.read(document.json());
    } catch (Unreadable e) {
      problems.add(document.problem(e));
      return Optional.empty();
    }
  }

  private ExitCode complain(List<String> sentences) {
    sentences.forEach(this::remark);
    return ExitCode.UNREADABLE_INPUT;
  }

  private void remark(String sentence) {
    Complaint.print(spec, sentence);
  }
}
