// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.file.UnwritableFile;
import io.cgrant.file.WrittenFiles;
import io.cgrant.nodefiles.Delivery;
import io.cgrant.nodefiles.NodeFile;
import io.cgrant.nodefiles.NodeFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Writes what a node needs for a writable cgroup. `--version` is that of the node's runtime here,
/// so the usual options are not mixed in.
@Command(
    name = "node-files",
    sortOptions = false,
    description = {
      "Writes what a node needs for a writable cgroup: the drop-in of its container runtime, the"
          + " base specification that bounds the number of cgroups, and the RuntimeClass. Refuses"
          + " what would harm the node or do nothing. What a file does and needs stands in its"
          + " comments; of JSON, which has none, it is said on standard error."
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  written",
      "  2  refused, or an option could not be read",
      "",
      "Examples:",
      "  cgrant node-files --runtime containerd --version 2.3.7 --output node/",
      "  cgrant node-files --runtime containerd --version 2.1.9 --config-version 3",
      "  cgrant node-files --runtime crio --version 1.34 --form annotation"
    })
final class NodeFilesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private NodeOrderOptions node = new NodeOrderOptions();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Write the files into this folder, in place of those of the same name. Left out: print"
              + " them.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  @Override
  public Integer call() {
    return switch (NodeFiles.of(node.order())) {
      case Delivery.Refused(var reasons) -> {
        reasons.forEach(reason -> Complaint.print(spec, reason));
        yield ExitCode.UNREADABLE_INPUT.number();
      }
      case Delivery.Files(var files, var warnings) -> {
        node.warning().ifPresent(this::warn);
        warnings.forEach(this::warn);
        files.forEach(this::remark);
        yield deliver(files);
      }
    };
  }

  private void warn(String sentence) {
    Complaint.print(spec, "warning: " + sentence);
  }

  private void remark(NodeFile file) {
    file.remark().ifPresent(said -> Complaint.print(spec, file.path() + ": " + said));
  }

  private int deliver(List<NodeFile> files) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isEmpty()) {
      for (NodeFile file : files) {
        out.println("==> " + file.path() + " <==");
        out.println(file.text());
      }
      out.flush();
      return ExitCode.ALL_WELL.number();
    }
    var texts = new LinkedHashMap<Path, String>();
    // Backwards: without what bounds it, a drop-in harms the node.
    files.reversed().forEach(file -> texts.put(output.get().resolve(file.path()), file.text()));
    try {
      WrittenFiles.write(texts);
    } catch (UnwritableFile e) {
      Complaint.print(spec, e.getMessage());
      return ExitCode.UNREADABLE_INPUT.number();
    }
    texts.sequencedKeySet().reversed().forEach(out::println);
    out.flush();
    return ExitCode.ALL_WELL.number();
  }
}
