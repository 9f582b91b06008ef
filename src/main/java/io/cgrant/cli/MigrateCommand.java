// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.file.Document;
import io.cgrant.file.Edit;
import io.cgrant.file.FileProblem;
import io.cgrant.file.ManifestFile;
import io.cgrant.file.RewrittenFile;
import io.cgrant.file.UnreadableFile;
import io.cgrant.file.UnwritableFile;
import io.cgrant.file.WrittenFiles;
import io.cgrant.manifest.Unreadable;
import io.cgrant.migrate.Migrated;
import io.cgrant.migrate.Plan;
import io.cgrant.nodefiles.Bound;
import io.cgrant.pod.CgroupOptions;
import io.cgrant.policy.Snapshot;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Rewrites policies and manifests from a RuntimeClass to the field of KEP-5474.
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Rewrites policies and manifests from a RuntimeClass to the field of KEP-5474,"
          + " securityContext."
          + CgroupOptions.FIELD
          + ", and says what changes with it. Comments and order stay"
          + " where only the changed lines can be touched; a file in which they cannot is written"
          + " anew, and said so."
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  rewritten, or nothing to rewrite",
      "  1  something cannot be rewritten; nothing is written then",
      "  2  a file or an option could not be read or written, or there was no object",
      "",
      "Examples:",
      "  cgrant migrate --keep-class policies/ --output new/",
      "  cgrant migrate deployment.yaml | kubectl diff -f -",
      "  helm template . | cgrant migrate --container worker -"
    })
final class MigrateCommand implements Callable<Integer> {

  private static final List<String> WHAT_CHANGES =
      List.of(
          "The kubelet bounds the pod to "
              + Bound.OF_THE_KUBELET.descendants()
              + " cgroups, "
              + Bound.OF_THE_KUBELET.depth()
              + " levels deep, all its containers together;"
              + " a base specification bounded each container by itself.",
          "Each container asks for itself, and the class gave to all: take the field out where it"
              + " is not needed.",
          "Nodes need a kubelet and a runtime with the feature gate CgroupOptions, and nsdelegate;"
              + " the scheduler finds them without a node selector. The field is alpha from"
              + " Kubernetes 1."
              + CgroupOptions.SINCE
              + " on, and its names may still change.",
          "An API server that does not know the field drops it, and the pod runs with a read-only"
              + " cgroup: bring all API servers there first.",
          "Pod Security allows Writable at baseline and refuses it at restricted.");

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files or folders with policies and manifests; - reads standard input.")
  private List<Path> paths = List.of();

  @Option(
      names = "--runtime-class",
      paramLabel = "NAME",
      split = ",",
      defaultValue = Snapshot.USUALLY_GATED,
      description =
          "RuntimeClasses that pods leave, beside those that policies and RuntimeClasses among the"
              + " files tell of. Default: ${DEFAULT-VALUE}")
  private Set<String> classes = Set.of();

  @Option(
      names = "--container",
      paramLabel = "NAME",
      split = ",",
      description = "Give the field to these containers only. Default: all, as the class did.")
  private Set<String> containers = Set.of();

  @Option(
      names = "--keep-class",
      description = "Policies grant the class too, for the time in which pods of both kinds run.")
  private boolean keepsClass;

  @Mixin private HandlersOption gatedHandlers = new HandlersOption();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Write each file into this folder, by its name below what was given. Left out: print them"
              + " as one stream.")
  private Optional<Path> output = Optional.empty();

  private final InputStream stdin;
  private final List<FileProblem> remarks = new ArrayList<>();
  private final List<FileProblem> obstacles = new ArrayList<>();
  private int objects;

  MigrateCommand(InputStream stdin) {
    this.stdin = stdin;
  }

  @Override
  public Integer call() {
    try {
      Map<String, Input> inputs = inputs();
      Map<String, RewrittenFile> rewritten = rewritten(inputs);
      if (objects == 0) {
        return unreadable(
            "no object found in " + InputFiles.names(paths) + "; nothing was rewritten");
      }
      remarks.forEach(remark -> Complaint.print(spec, remark.sentence()));
      if (!obstacles.isEmpty()) {
        obstacles.forEach(obstacle -> Complaint.print(spec, obstacle.sentence()));
        return ExitCode.SOME_REFUSED.number();
      }
      deliver(inputs, rewritten);
    } catch (UnreadableFile e) {
      return unreadable(e.problem().sentence());
    } catch (UnwritableFile e) {
      return unreadable(e.getMessage());
    }
    if (!remarks.isEmpty()) {
      WHAT_CHANGES.forEach(sentence -> Complaint.print(spec, sentence));
    }
    return ExitCode.ALL_WELL.number();
  }

  /// @param name below the path that was given
  private record Input(Path name, byte[] bytes) {}

  private Map<String, Input> inputs() {
    var inputs = new LinkedHashMap<String, Input>();
    var problems = new ArrayList<FileProblem>();
    for (Path path : paths) {
      boolean isFolder = Files.isDirectory(path);
      Inputs.contents(path, stdin, problems)
          .forEach(
              (file, bytes) -> {
                Path name = isFolder ? path.relativize(Path.of(file)) : Path.of(file).getFileName();
                inputs.put(file, new Input(name, bytes));
              });
    }
    var names = new HashMap<Path, String>();
    inputs.forEach(
        (file, input) -> {
          String other = names.putIfAbsent(input.name, file);
          if (other != null && output.isPresent()) {
            problems.add(
                new FileProblem(
                    file,
                    0,
                    "",
                    "would be written over "
                        + other
                        + ", which has the same name; give them apart"));
          }
        });
    if (!problems.isEmpty()) {
      throw new UnreadableFile(problems.getFirst());
    }
    return inputs;
  }

  private Map<String, RewrittenFile> rewritten(Map<String, Input> inputs) {
    var known = new HashSet<String>(classes);
    inputs.forEach(
        (file, input) ->
            known.addAll(
                Plan.classes(ManifestFile.read(file, input.bytes), gatedHandlers.names())));
    var plan = new Plan(known, containers, keepsClass ? Plan.Policies.BOTH : Plan.Policies.FIELD);
    var rewritten = new LinkedHashMap<String, RewrittenFile>();
    inputs.forEach(
        (file, input) -> {
          RewrittenFile outcome =
              RewrittenFile.of(file, input.bytes, document -> edits(plan, document));
          if (!outcome.keepsRest()) {
            remarks.add(
                new FileProblem(
                    file, 0, "", "written anew: comments are lost, and aliases written out"));
          }
          rewritten.put(file, outcome);
        });
    return rewritten;
  }

  private List<Edit> edits(Plan plan, Document document) {
    objects++;
    try {
      Migrated migrated = plan.of(document);
      remarks.addAll(migrated.remarks());
      obstacles.addAll(migrated.obstacles());
      return migrated.edits();
    } catch (Unreadable e) {
      throw new UnreadableFile(document.problem(e));
    }
  }

  private void deliver(Map<String, Input> inputs, Map<String, RewrittenFile> rewritten) {
    if (output.isPresent()) {
      write(output.get(), inputs, rewritten);
    } else {
      print(rewritten.values());
    }
    spec.commandLine().getOut().flush();
  }

  private void write(Path folder, Map<String, Input> inputs, Map<String, RewrittenFile> rewritten) {
    var texts = new LinkedHashMap<Path, String>();
    rewritten.forEach(
        (file, outcome) -> {
          Path name = inputs.get(file).name;
          texts.put(
              folder.resolve(name.toString().equals("<stdin>") ? STDIN : name), outcome.text());
        });
    WrittenFiles.write(texts);
    texts.keySet().forEach(spec.commandLine().getOut()::println);
  }

  private void print(Collection<RewrittenFile> rewritten) {
    PrintWriter out = spec.commandLine().getOut();
    boolean isFirst = true;
    for (RewrittenFile outcome : rewritten) {
      String text = outcome.text();
      if (!isFirst && !text.startsWith("---")) {
        out.print("---\n");
      }
      out.print(text.endsWith("\n") ? text : text + "\n");
      isFirst = false;
    }
  }

  private static final Path STDIN = Path.of("stdin.yaml");

  private int unreadable(String sentence) {
    Complaint.print(spec, sentence);
    return ExitCode.UNREADABLE_INPUT.number();
  }
}
