// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.cli.diagnosis.DiagnosisFormat;
import io.cgrant.delegation.CgroupDriver;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.cluster.ClusterReader;
import io.cgrant.doctor.node.NodeReader;
import io.cgrant.policy.ExpressionCompiler;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Says what is wrong with a cluster or a node.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Looks for what makes a grant void, unbounded or unjudged: in a cluster, or with --node in the"
          + " files of a node. Changes nothing, and runs no program of the node."
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  nothing is wrong",
      "  1  a finding of severity Error",
      "  2  something could not be looked at, whatever was found",
      "  3  a mistake in cgrant",
      "",
      "Examples:",
      "  cgrant doctor",
      "  cgrant doctor --cgroup-driver systemd -o junit > doctor.xml",
      "  cgrant doctor --node /host",
      "",
      "A cluster is read by lists of nodes, RuntimeClasses, policies, namespaces, pods,",
      "webhook configurations and ValidatingAdmissionPolicies with their bindings."
    })
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private NodeOptions node = new NodeOptions();

  @Mixin private ReadOptions cluster = new ReadOptions();

  @Mixin private HandlersOption gatedHandlers = new HandlersOption();

  @Mixin private ControllersOption controllers = new ControllersOption();

  @Option(
      names = "--cgroup-driver",
      paramLabel = "NAME",
      description = "The cgroup driver of the nodes, which no API tells: ${COMPLETION-CANDIDATES}.")
  private Optional<CgroupDriver> driver = Optional.empty();

  @Option(
      names = "--admission-config",
      paramLabel = "FILE",
      description =
          "What kube-apiserver has in --admission-control-config-file, for the exemptions of Pod"
              + " Security, which no API tells.")
  private Optional<Path> admissionConfiguration = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private DiagnosisFormat format = DiagnosisFormat.text;

  private final ExpressionCompiler compiler;

  DoctorCommand(ExpressionCompiler compiler) {
    this.compiler = compiler;
  }

  @Override
  public Integer call() {
    Optional<NodeReader.Places> places = node.places();
    if (places.isPresent() && (driver.isPresent() || admissionConfiguration.isPresent())) {
      throw new ParameterException(
          spec.commandLine(), "--cgroup-driver and --admission-config are not for --node");
    }
    try {
      Diagnosis diagnosis =
          places
              .map(where -> NodeReader.examine(where, gatedHandlers.names()))
              .orElseGet(this::ofCluster);
      PrintWriter out = spec.commandLine().getOut();
      format.print(diagnosis, spec.commandLine().getColorScheme().ansi(), out);
      out.flush();
      return ExitCode.of(diagnosis).number();
    } catch (JudgeUnreachable e) {
      Complaint.print(spec, e.getMessage());
      return ExitCode.UNREADABLE_INPUT.number();
    }
  }

  private Diagnosis ofCluster() {
    try (Reads reads = cluster.readsWithoutServer()) {
      return ClusterReader.examine(
          new ClusterSource(new ClusterLists(reads)),
          new ClusterReader.Circumstances(
              InstantSource.system().instant(),
              gatedHandlers.names(),
              controllers.named(),
              driver,
              admissionConfiguration,
              compiler));
    }
  }
}
