// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import io.cgrant.e2e.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A node with a real containerd or CRI-O, runc and crun, as `e2e/node` starts it. Every container
/// gets a pod of its own.
public final class Node implements AutoCloseable {

  /// What it runs on.
  public enum Kind {
    /// This machine's kernel, in namespaces; cgroupfs is its driver. Often without controllers.
    Namespaces,
    /// A virtual machine with its own kernel, all controllers, `nsdelegate`, and systemd as driver.
    Machine
  }

  private final AtomicInteger names = new AtomicInteger();
  private final Kind kind;
  private final Path folder;
  private Map<String, String> versions;
  private final Set<String> given = new HashSet<>();

  private Node(Kind kind, Path folder) {
    this.kind = kind;
    this.folder = folder;
  }

  /// With the containerd of Debian.
  ///
  /// @throws CannotRunHere when this machine cannot
  static Node start(Kind kind) {
    return start(kind, List.of());
  }

  /// @param options as `--containerd=2.2` or `--crio=1.36`
  static Node start(Kind kind, List<String> options) {
    String name = kind.name().toLowerCase(Locale.ROOT) + String.join("", options);
    var node = new Node(kind, Folders.ofRun("e2e-node").resolve(name));
    var words = new ArrayList<>(List.of("start", node.folder.toString()));
    if (kind == Kind.Machine) {
      words.add("--machine");
    }
    words.addAll(options);
    // Also when somebody presses Ctrl-C.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(node::close));
    NodeScript.run("", words.toArray(String[]::new)).orThrow();
    return node;
  }

  /// The machine finds it as `https://10.0.2.100:6443`.
  ///
  /// @param port of an API server on this machine
  public void reach(int port) {
    NodeScript.run("", "reach", folder.toString(), Integer.toString(port)).orThrow();
  }

  Kind kind() {
    return kind;
  }

  /// Where its own root is, seen from outside. A machine has none that could be seen.
  public Path root() {
    try {
      return Path.of("/proc", Files.readString(folder.resolve("run/init")).strip(), "root");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of the runtime that the handler `cgroup-writable` has here: the same without our files.
  public String plainHandler() {
    OciRuntime runtime = kind == Kind.Machine ? OciRuntime.Runc : OciRuntime.Crun;
    return runtime.plain();
  }

  /// The images `localhost/systemd:1` and `localhost/docker:1`.
  public void takeImagesOfRecipes() {
    take("recipes");
  }

  /// The image `localhost/buildkit:1`.
  public void takeImageOfBuildKit() {
    take("buildkit");
  }

  /// Of a node in namespaces.
  ///
  /// @param archive an OCI layout with one image, which says its tag
  /// @param repository under which pods know it
  public void takeImage(Path archive, String repository) {
    Path inside = root().resolve("run/image.tar");
    try {
      Files.copy(archive, inside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String imports = "ctr -n k8s.io images import --local --base-name %s /run/image.tar";
    run(imports.formatted(repository) + " && rm /run/image.tar").orThrow();
  }

  private synchronized void take(String images) {
    if (!given.contains(images)) {
      NodeScript.run("", images, folder.toString()).orThrow();
      given.add(images);
    }
  }

  /// Outside any container, as root.
  ///
  /// @param script for a POSIX shell
  public Said run(String script) {
    return NodeScript.run(script, "exec", folder.toString());
  }

  /// Whether a container's root is kept from the bounds of its own top cgroup.
  boolean delegates() {
    return versions().get("cgroup").contains("nsdelegate");
  }

  /// Whether amounts of memory and CPU can be set.
  public boolean hasControllers() {
    return versions().get("controllers").contains("memory");
  }

  /// Ends the test aloud where amounts of memory and CPU cannot be set.
  ///
  /// @param shows what it would show
  public void needControllers(String shows) {
    if (!hasControllers()) {
      NodesExtension.notShownHere(
          shows, "cgroup v2 has no controllers here; one without cgroup v1 has");
    }
  }

  /// Of the kernel, containerd, runc and crun; and what the cgroup file system is mounted with.
  synchronized Map<String, String> versions() {
    if (versions == null) {
      var read = new LinkedHashMap<String, String>();
      for (String line :
          NodeScript.run("", "versions", folder.toString()).orThrow().lines().toList()) {
        String[] words = line.split(" ", 2);
        read.put(words[0], words.length > 1 ? words[1].strip() : "");
      }
      versions = read;
    }
    return versions;
  }

  boolean hasCrio() {
    return versions().containsKey("crio");
  }

  private static final String START_POD =
      """
      mkdir -p /run/pods/NAME && cd /run/pods/NAME
      cat >pod.json <<'JSON'
      POD
      JSON
      pod=$(crictl runp --runtime HANDLER pod.json) || exit 1
      ln -s NAME /run/pods/$pod
      echo $pod
      """;

  /// A pod is not left behind whose only container does not start.
  private static final String START_CONTAINER =
      """
      cd /run/pods/POD
      for folder in $(seq 0 $((FOLDERS - 1))); do mkdir -p -m 777 folders/$folder; done
      cat >NAME.json <<'JSON'
      CONTAINER
      JSON
      if ! container=$(crictl create POD NAME.json pod.json) || ! crictl start $container >/dev/null; then
        crictl rmp --force POD
        exit 1
      fi
      process=$(crictl inspect --output go-template --template '{{.info.pid}}' $container)
      cgroup=$(sed -n "s,^0::\\(.*$container[^/]*\\(/container\\)\\{0\\,1\\}\\).*,\\1,p" /proc/$process/cgroup 2>/dev/null)
      echo "started $container ${cgroup:-/}"
      """;

  /// Returns once it runs, or has run: then it has no cgroup any more.
  public Container start(Workload workload) {
    String name = "pod" + names.incrementAndGet();
    String parent = kind == Kind.Machine ? "/kubepods-" + name + ".slice" : "/kubepods/" + name;
    String script =
        START_POD
            .replace("HANDLER", workload.handler())
            .replace("NAME", name)
            .replace("POD\n", workload.sandbox(name, parent) + "\n");
    return start("main", workload, run(script).orThrow().lines().toList().getLast());
  }

  /// One more in the pod of another.
  Container startBeside(Container other, Workload workload) {
    return start("beside", workload, other.pod());
  }

  private Container start(String name, Workload workload, String pod) {
    String script =
        START_CONTAINER
            .replace("FOLDERS", Integer.toString(workload.program().folders().size()))
            .replace("POD", pod)
            .replace("NAME", name)
            .replace(
                "CONTAINER\n", workload.container(name, "/run/pods/" + pod + "/folders") + "\n");
    String[] words = run(script).orThrow().lines().toList().getLast().split(" ");
    if (words.length != 3 || !words[0].equals("started")) {
      throw new IllegalStateException(workload + " did not start: " + String.join(" ", words));
    }
    return new Container(this, pod, words[1], words[2]);
  }

  @Override
  public void close() {
    NodeScript.run("", "stop", folder.toString());
  }
}
