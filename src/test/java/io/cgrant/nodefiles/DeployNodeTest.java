// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cgrant.docs.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writes `deploy/node/` as `cgrant node-files` would, once for each form that there is.
@Tag("generated")
final class DeployNodeTest {

  private static final Path FOLDER = Path.of("deploy/node");

  private static final String HEAD =
      """
      # Copyright The cgrant Authors
      # SPDX-License-Identifier: Apache-2.0
      #
      # `make generate` writes it.
      #
      """;

  private static final String README =
      """
      # Files for nodes

      `make generate` writes this folder as `cgrant node-files` would; it writes them for your node too.
      [Prepare a node](../../docs/how-to/prepare-a-node.md) says which to take and what to look at before.

      | folder | for | goes to |
      |---|---|---|
      | `containerd/config-2` | containerd 2.1 and 2.2, whose `config.toml` has `version = 2`; from 2.3 on, whatever it has | `/etc/containerd/` |
      | `containerd/config-3` | containerd 2.1 and 2.2, whose `config.toml` has `version = 3`; from 2.3 on, 3 or 4 | `/etc/containerd/` |
      | `containerd/config-4` | containerd 2.3 and later, whose `config.toml` has `version = 4` | `/etc/containerd/` |
      | `crio/handler-1.32` | CRI-O 1.32 to 1.34, by RuntimeClass | `/etc/crio/crio.conf.d/` |
      | `crio/handler-1.35` | CRI-O 1.35 and later, by RuntimeClass | `/etc/crio/crio.conf.d/` |
      | `crio/annotation-1.23` | CRI-O 1.23 to 1.34, by RuntimeClass and annotation | `/etc/crio/crio.conf.d/` |
      | `crio/annotation-1.35` | CRI-O 1.35 and later, by RuntimeClass and annotation | `/etc/crio/crio.conf.d/` |
      | `crio/workload-1.23` | CRI-O 1.23 to 1.34, by two annotations | `/etc/crio/crio.conf.d/` |
      | `crio/workload-1.35` | CRI-O 1.35 and later, by two annotations | `/etc/crio/crio.conf.d/` |
      | `crio/hooks` | CRI-O, whatever the form: what bounds the number of cgroups | `/usr/share/containers/oci/hooks.d/` |
      | `kubernetes` | the cluster, after cgrant: `kubectl apply -k deploy/node/kubernetes`, the RuntimeClass | |

      Of `containerd`, the drop-in `50-cgroup-writable.toml` goes to `/etc/containerd/conf.d/`, the base specification
      beside `config.toml`.

      JSON has no comments, so what these files do and need stands here:

      """;

  @Test
  void everyFileIsWhatTheProgramWrites() throws IOException {
    Map<String, String> files = files();
    files.forEach((path, text) -> GeneratedFile.verify(FOLDER.resolve(path), text));
    try (Stream<Path> there = Files.walk(FOLDER)) {
      Set<String> found =
          there
              .filter(Files::isRegularFile)
              .map(file -> FOLDER.relativize(file).toString())
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(new TreeSet<>(files.keySet()), found, "files that nobody writes any more");
    }
  }

  private static Map<String, String> files() {
    var files = new LinkedHashMap<String, String>();
    files.put("README.md", README + remarks());
    put(files, "containerd/config-2", Orders.containerd("2.1", 2));
    put(files, "containerd/config-3", Orders.containerd("2.1", 3));
    put(files, "containerd/config-4", Orders.containerd("2.3", 4));
    put(files, "crio/handler-1.32", Orders.crio("1.32", CrioForm.handler));
    put(files, "crio/handler-1.35", Orders.crio("1.35", CrioForm.handler));
    put(files, "crio/annotation-1.23", Orders.crio("1.23", CrioForm.annotation));
    put(files, "crio/annotation-1.35", Orders.crio("1.35", CrioForm.annotation));
    put(files, "crio/workload-1.23", Orders.crio("1.23", CrioForm.workload));
    put(files, "crio/workload-1.35", Orders.crio("1.35", CrioForm.workload));
    return files;
  }

  /// As `cgrant node-files` says them.
  private static String remarks() {
    return remarks("", Orders.containerd("2.1", 2))
        + remarks("crio/hooks/", Orders.crio("1.32", CrioForm.handler));
  }

  private static String remarks(String folder, Order order) {
    return assertInstanceOf(Delivery.Files.class, NodeFiles.of(order)).files().stream()
        .filter(file -> file.remark().isPresent())
        .map(file -> "- `" + folder + file.path() + "`: " + file.remark().get() + ".\n")
        .collect(Collectors.joining());
  }

  /// What belongs to the cluster is the same for all and stands once; so do the hooks of CRI-O.
  private static void put(Map<String, String> files, String folder, Order order) {
    var delivery = assertInstanceOf(Delivery.Files.class, NodeFiles.of(order));
    for (NodeFile file : delivery.files()) {
      String text = file.path().endsWith(".json") ? file.text() : HEAD + file.text();
      if (file.path().endsWith(".yaml")) {
        files.put("kubernetes/" + file.path(), text);
        continue;
      }
      boolean isHook = order.runtime() == ContainerRuntime.crio && file.path().endsWith(".json");
      files.put((isHook ? "crio/hooks" : folder) + "/" + file.path(), text);
    }
  }
}
