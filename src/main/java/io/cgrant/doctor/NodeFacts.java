// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.Release;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What is known of a node from its files. What could not be read is empty, and not judged.
///
/// @param gatedHandlers as cgrant is configured
/// @param kernel as `uname -r` says it
/// @param packages version by name, as the package manager keeps them
/// @param containerd where it has a configuration
/// @param crio where it has a configuration
/// @param daemons that run, as far as that is to be seen
/// @param changed when what is at a path was last changed, for each file of configuration
/// @param unread whose configuration may be there, and could not be read
public record NodeFacts(
    Set<String> gatedHandlers,
    Optional<CgroupTree> cgroup,
    Optional<String> kernel,
    Map<String, String> packages,
    Optional<Containerd> containerd,
    Optional<Crio> crio,
    Optional<Kubelet> kubelet,
    List<Daemon> daemons,
    Map<String, Instant> changed,
    Set<Daemon.Runtime> unread) {

  /// What is mounted at `/sys/fs/cgroup`.
  ///
  /// @param options of the file system itself, as `nsdelegate`
  public record CgroupTree(Kind kind, Set<String> options) {

    /// Which generation.
    public enum Kind {
      V2,
      Hybrid,
      V1
    }
  }

  /// The configuration that containerd loads, all files together.
  ///
  /// @param release where a package says it
  /// @param extent of what was read
  /// @param files the main one first, in the order in which they are merged
  /// @param problems what keeps it from being read whole, each with its file
  /// @param notImported files in the folder of drop-ins that nothing imports
  /// @param handlers by name, also the built-in one
  public record Containerd(
      Optional<Release> release,
      Extent extent,
      List<ConfigFile> files,
      List<Problem> problems,
      List<String> notImported,
      String defaultHandler,
      Map<String, Handler> handlers) {

    List<Handler> writable() {
      return handlers.values().stream().filter(h -> h.mount() == Mount.Writable).toList();
    }

    ConfigFile main() {
      return files.getFirst();
    }

    /// Whether the main file could be parsed; where not, nobody knows what it says.
    boolean isMainRead() {
      return problems.stream().noneMatch(problem -> problem.path().equals(main().path()));
    }

    /// Paths of all that it reads when it starts.
    public List<String> everyFile() {
      return Stream.concat(
              files.stream().map(ConfigFile::path),
              handlers.values().stream().flatMap(handler -> handler.baseSpec().file().stream()))
          .distinct()
          .toList();
    }
  }

  /// How much of a configuration was read. What is in no file that was read may be in one
  /// that was not.
  public enum Extent {
    Whole,
    Part
  }

  /// A file that cannot be read as it should.
  public record Problem(String path, String what) {}

  /// @param version as it is written; 0 where it is not
  /// @param plugins by which names it speaks of the CRI plugin
  public record ConfigFile(String path, int version, Set<PluginName> plugins) {}

  /// What the CRI plugin is called in a file.
  public enum PluginName {
    /// `io.containerd.grpc.v1.cri`, in version 2.
    Old,
    /// `io.containerd.cri.v1.runtime`, from version 3 on.
    New
  }

  /// How a handler mounts the cgroup.
  public enum Mount {
    Writable,
    ReadOnly
  }

  /// One entry of `runtimes`.
  ///
  /// @param program that makes the containers
  /// @param passedAnnotations patterns of annotations that reach it
  public record Handler(
      String name,
      Mount mount,
      CgroupDriver driver,
      Program program,
      BaseSpec baseSpec,
      List<String> passedAnnotations) {}

  /// @param path as configured, or the name that is looked for on the PATH
  public record Program(String path, Presence presence) {

    /// Whether it is there.
    public enum Presence {
      There,
      Absent,
      /// Nobody may look here.
      Unseen
    }
  }

  /// What `base_runtime_spec` names.
  public sealed interface BaseSpec {

    /// Empty where none is there.
    default Optional<String> file() {
      return switch (this) {
        case None none -> Optional.empty();
        case Absent absent -> Optional.empty();
        case Unseen unseen -> Optional.empty();
        case Unreadable unreadable -> Optional.of(unreadable.path());
        case Read read -> Optional.of(read.path());
      };
    }

    /// Nothing.
    record None() implements BaseSpec {}

    /// A file that is not there.
    record Absent(String path) implements BaseSpec {}

    /// A file that may be there, and that nobody may look at here.
    record Unseen(String path) implements BaseSpec {}

    /// A file that containerd cannot read.
    record Unreadable(String path, String reason) implements BaseSpec {}

    /// @param descendants `cgroup.max.descendants` of `linux.resources.unified`, as written
    /// @param depth `cgroup.max.depth`
    record Read(String path, Optional<String> descendants, Optional<String> depth)
        implements BaseSpec {}
  }

  /// The configuration that CRI-O loads.
  ///
  /// @param main the path of the main file, which need not be there
  /// @param extent of what was read
  /// @param files that are there, in the order in which they are merged
  /// @param driver of `cgroup_manager`
  /// @param hooks that it has the runtime run
  public record Crio(
      String main,
      Extent extent,
      List<String> files,
      List<Problem> problems,
      CgroupDriver driver,
      String defaultHandler,
      List<Allowing> all,
      CrioHooks hooks) {}

  /// A runtime or a workload of CRI-O.
  ///
  /// @param name as `runtimes.crun` or `workloads.builds`
  /// @param annotations that it allows
  /// @param given those that each pod of it has by default and that say `true`
  /// @param program of a runtime; empty for a workload
  /// @param activation the annotation that switches a workload on; empty for a runtime
  public record Allowing(
      String name,
      List<String> annotations,
      List<String> given,
      Optional<Program> program,
      String activation) {}

  /// The configuration of the kubelet.
  ///
  /// @param driver empty where it is left out: the kubelet asks the runtime, and failing that takes
  /// cgroupfs
  public record Kubelet(String path, Optional<CgroupDriver> driver) {}
}
