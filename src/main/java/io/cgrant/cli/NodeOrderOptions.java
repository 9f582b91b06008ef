// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.OciRuntime;
import io.cgrant.delegation.Release;
import io.cgrant.nodefiles.Bound;
import io.cgrant.nodefiles.CgroupVersion;
import io.cgrant.nodefiles.ContainerRuntime;
import io.cgrant.nodefiles.CrioForm;
import io.cgrant.nodefiles.Order;
import io.cgrant.nodefiles.Place;
import io.cgrant.policy.GatedHandlers;
import io.cgrant.policy.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What the node is like that files are wanted for.
final class NodeOrderOptions {

  private static final String NONE = "none";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--runtime",
      paramLabel = "RUNTIME",
      required = true,
      description = "What the kubelet asks for containers: ${COMPLETION-CANDIDATES}.")
  private ContainerRuntime runtime;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      required = true,
      description =
          "Its version, as 2.1 or 2.1.9; 'containerd --version' and 'crio version' say it.")
  private String version = "";

  @Option(
      names = "--config-version",
      paramLabel = "N",
      description =
          "For containerd: what /etc/containerd/config.toml says as its version. Needed before 2.3,"
              + " where it must be the same; from 2.3 on 2 is right beside every one, and the"
              + " default.")
  private Optional<Integer> configVersion = Optional.empty();

  @Option(
      names = "--form",
      paramLabel = "FORM",
      description =
          "For CRI-O: how it is told which pods, one of ${COMPLETION-CANDIDATES}. Default: handler"
              + " from 1.32 on, annotation before.")
  private Optional<CrioForm> form = Optional.empty();

  @Option(
      names = "--oci-runtime",
      paramLabel = "PROGRAM",
      description =
          "What makes one container: ${COMPLETION-CANDIDATES}. Default: runc for containerd, crun"
              + " for CRI-O.")
  private Optional<OciRuntime> ociRuntime = Optional.empty();

  @Option(
      names = "--oci-runtime-path",
      paramLabel = "PATH",
      description = "Where it lies on the node, if not where it is looked for.")
  private Optional<String> binary = Optional.empty();

  @Option(
      names = "--cgroup-driver",
      paramLabel = "DRIVER",
      defaultValue = "systemd",
      description = "The kubelet's, one of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private CgroupDriver driver = CgroupDriver.systemd;

  @Option(
      names = "--cgroup",
      paramLabel = "HIERARCHY",
      defaultValue = "v2",
      description =
          "The node's hierarchy, one of ${COMPLETION-CANDIDATES}; v1 is refused. Default:"
              + " ${DEFAULT-VALUE}")
  private CgroupVersion cgroup = CgroupVersion.v2;

  @Option(
      names = "--handler",
      paramLabel = "NAME",
      defaultValue = Place.USUAL_HANDLER,
      description = "Name of the handler; cgrant.gated-handlers has it. Default: ${DEFAULT-VALUE}")
  private String handler = Place.USUAL_HANDLER;

  @Option(
      names = "--runtime-class",
      paramLabel = "NAME",
      description = "Name of the RuntimeClass. Default: that of the handler.")
  private Optional<String> runtimeClass = Optional.empty();

  @Option(
      names = "--base-spec",
      paramLabel = "PATH",
      defaultValue = Place.USUAL_BASE_SPEC,
      description = "Where containerd finds the base specification. Default: ${DEFAULT-VALUE}")
  private String baseSpec = Place.USUAL_BASE_SPEC;

  @Option(
      names = "--max-descendants",
      paramLabel = "N",
      description = "How many cgroups a container may make below its own. Default: 250")
  private int descendants = Bound.OF_THE_KUBELET.descendants();

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      description = "How deep they may be. Default: 50")
  private int depth = Bound.OF_THE_KUBELET.depth();

  @Option(
      names = "--node-label",
      paramLabel = "KEY=VALUE",
      defaultValue = Place.USUAL_NODE_LABEL,
      description = "Of the nodes that have the handler, or none. Default: ${DEFAULT-VALUE}")
  private String nodeLabel = Place.USUAL_NODE_LABEL;

  @Option(
      names = "--overhead",
      paramLabel = "MEMORY",
      description =
          "Set aside on the node for each such pod, or none. Default: 340 KiB for each of"
              + " --max-descendants, which is "
              + Place.USUAL_OVERHEAD
              + " for 250.")
  private Optional<String> overhead = Optional.empty();

  Order order() {
    Release release =
        Release.read(version)
            .orElseThrow(() -> wrong("--version is \"" + version + "\"; write it as 2.1 or 2.1.9"));
    try {
      GatedHandlers.of(List.of(handler));
      var bound = new Bound(descendants, depth);
      return new Order(
          runtime,
          release,
          ociRuntime.orElse(usualOciRuntime()),
          driver,
          cgroup,
          configVersion.map(OptionalInt::of).orElse(OptionalInt.empty()),
          form,
          binary,
          bound,
          new Place(
              handler,
              runtimeClass.orElse(handler),
              baseSpec,
              unless(nodeLabel),
              unless(overhead.orElse(bound.overhead()))));
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /// What the webhook has to be told before these files are on a node.
  Optional<String> warning() {
    return List.of(Snapshot.USUALLY_GATED.split(",")).contains(handler)
        ? Optional.empty()
        : Optional.of(
            "cgrant does not gate the handler "
                + handler
                + " by default: name it in cgrant.gated-handlers (gatedHandlers of the chart)"
                + " before these files are on the nodes, or no pod is judged for naming its"
                + " RuntimeClass");
  }

  private OciRuntime usualOciRuntime() {
    return switch (runtime) {
      case containerd -> OciRuntime.runc;
      case crio -> OciRuntime.crun;
    };
  }

  private static Optional<String> unless(String written) {
    return written.equals(NONE) ? Optional.empty() : Optional.of(written);
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }
}
