// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.cli.record.RecordFormat;
import io.cgrant.drift.Holding;
import io.cgrant.drift.Inspection;
import io.cgrant.drift.StoredPod;
import io.cgrant.explain.HoldingTree;
import io.cgrant.manifest.StoredPodReader;
import io.cgrant.manifest.Unreadable;
import io.cgrant.policy.ExpressionCompiler;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Lists the pods that hold a writable cgroup now.
@Command(
    name = "who",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Lists the pods of a cluster that hold a writable cgroup now: by which policy, since when, and"
          + " whether today's policies would still grant it. Changes nothing."
    },
    footer = {
      "",
      "Examples:",
      "  cgrant who",
      "  cgrant who -n ml --drifted -o json",
      "",
      "Who reads lists pods, policies, RuntimeClasses and namespaces; with",
      "-n it gets that namespace instead. With --server who asks needs to list pods",
      "there and policies.",
      "Exit code 0 when all were read, 2 when something was not to be had."
    })
final class WhoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ReadOptions cluster = new ReadOptions();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Only of this namespace. Default: all")
  private Optional<String> namespace = Optional.empty();

  @Option(names = "--drifted", description = "Only those that nobody would grant today.")
  private boolean isDrifted;

  @Mixin private HandlersOption gatedHandlers = new HandlersOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private RecordFormat format = RecordFormat.table;

  private final ExpressionCompiler compiler;
  private long unreadable;

  WhoCommand(ExpressionCompiler compiler) {
    this.compiler = compiler;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    unreadable = 0;
    Optional<RemoteServer> server = Optional.empty();
    try {
      server = cluster.remote(Optional.empty(), List.of());
      if (server.isPresent()) {
        ask(server.get(), out);
      } else {
        read(out);
      }
    } catch (JudgeUnreachable e) {
      complain(e.getMessage());
      return ExitCode.UNREADABLE_INPUT.number();
    } finally {
      server.ifPresent(RemoteServer::close);
      out.flush();
    }
    return (unreadable == 0 ? ExitCode.ALL_WELL : ExitCode.UNREADABLE_INPUT).number();
  }

  private void ask(RemoteServer server, PrintWriter out) {
    format.begin(HolderTable.LAYOUT, out);
    unreadable = server.grants(namespace.orElse(""), holding -> show(holding, out));
    if (unreadable > 0) {
      complain(unreadable + " pods were passed over, since the server could not read them");
    }
  }

  private void read(PrintWriter out) {
    try (Reads reads = cluster.reads()) {
      var lists = new ClusterLists(reads);
      LiveCluster live = LiveCluster.read(lists, namespace, gatedHandlers.names(), compiler);
      format.begin(HolderTable.LAYOUT, out);
      lists.pods(namespace, pod -> look(pod.toString(), live, out));
    }
  }

  private void look(String json, LiveCluster live, PrintWriter out) {
    try {
      StoredPod pod = StoredPodReader.read(json.getBytes(StandardCharsets.UTF_8));
      Optional<Holding> holding = Inspection.of(pod, live.in(pod.namespace()));
      holding.ifPresent(found -> show(HoldingTree.of(found), out));
    } catch (Unreadable e) {
      unreadable++;
      complain("a pod was passed over, since it cannot be read: " + e.getMessage());
    }
  }

  private void show(JsonNode holding, PrintWriter out) {
    if (!isDrifted || HolderTable.isDrifted(holding)) {
      format.print(HolderTable.LAYOUT, holding, out);
    }
  }

  private void complain(String sentence) {
    Complaint.print(spec, sentence);
  }
}
