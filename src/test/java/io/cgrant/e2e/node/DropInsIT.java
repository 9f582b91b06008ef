// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cgrant.delegation.ContainerdRelease;
import io.cgrant.delegation.Release;
import io.cgrant.rerun.FailsForGood;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// The drop-in of each version of containerd's configuration, beside a main file of that version:
/// the containerd of the node loads it and runs a pod by it, or does not start. `node-files` takes
/// and refuses versions by the same table. And where the node is not as a drop-in needs it, its
/// containerd answers no kubelet at all.
@FailsForGood
@ExtendWith(NodesExtension.class)
final class DropInsIT {

  private static final Path PRODUCT = Path.of("deploy/node/containerd");
  private static final Path MAIN = Path.of("e2e/node/config/containerd.toml");

  /// The same as [#MAIN], as version 2 says it.
  private static final String MAIN_2 =
      """
      version = 2
      imports = ["/etc/containerd/conf.d/*.toml"]
      disabled_plugins = [
        "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper",
        "io.containerd.snapshotter.v1.erofs", "io.containerd.snapshotter.v1.blockfile", "io.containerd.nri.v1.nri",
        "io.containerd.tracing.processor.v1.otlp",
      ]
      [plugins."io.containerd.grpc.v1.cri"]
        sandbox_image = "localhost/e2e:1"
        restrict_oom_score_adj = true
        [plugins."io.containerd.grpc.v1.cri".cni]
          bin_dir = "/usr/local/lib/cni"
          conf_dir = "/etc/cni/net.d"
        [plugins."io.containerd.grpc.v1.cri".containerd]
          default_runtime_name = "runc"
          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
            runtime_type = "io.containerd.runc.v2"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
              BinaryName = "/usr/bin/runc"
              SystemdCgroup = false
      """;

  /// The drop-in as it is, with the driver of the node and its runtime.
  private static final String WRITE =
      """
      at=/run/drop-in-VERSION
      mkdir -p $at/conf.d
      cat >$at/config.toml <<'TOML'
      MAIN
      TOML
      sed 's#SystemdCgroup = true#SystemdCgroup = false\\n    BinaryName = "/usr/bin/runc"#' >$at/conf.d/50-cgroup-writable.toml <<'TOML'
      DROP_IN
      TOML
      """;

  private static final String DUMP =
      "containerd --config $at/config.toml config dump 2>$at/said || { cat $at/said; exit 1; }\n";

  /// Its own state, beside the containerd of the node, and a pod by each handler.
  private static final String RUN =
      """
      containerd --config $at/config.toml --root /var/lib/drop-in-VERSION --state $at/state --address $at/sock >$at/log 2>&1 </dev/null &
      containerd=$!
      trap 'kill $containerd' EXIT
      ctl="crictl --runtime-endpoint unix://$at/sock --image-endpoint unix://$at/sock"
      for try in $(seq 600); do $ctl version >/dev/null 2>&1 && break; kill -0 $containerd 2>/dev/null || break; sleep 0.1; done
      ctr --address $at/sock --namespace k8s.io images import --local /var/images/e2e.tar >/dev/null || { tail -n 20 $at/log; exit 1; }
      for handler in runc cgroup-writable; do
        name=drop-in-VERSION-$handler
        cat >$at/pod.json <<JSON
        {"metadata": {"name": "$name", "uid": "$name", "namespace": "default", "attempt": 0}, "log_directory": "$at",
         "linux": {"cgroup_parent": "/kubepods/$name", "security_context": {"namespace_options": {"network": 2}}}}
      JSON
        cat >$at/container.json <<JSON
        {"metadata": {"name": "main", "attempt": 0}, "image": {"image": "localhost/e2e:1"}, "log_path": "$name.log",
         "linux": {"security_context": {"namespace_options": {"network": 2, "pid": 1}}}}
      JSON
        pod=$($ctl runp --runtime $handler $at/pod.json) || exit 1
        container=$($ctl create $pod $at/container.json $at/pod.json) && $ctl start $container >/dev/null || exit 1
        $ctl exec --sync $container mkdir /sys/fs/cgroup/child >/dev/null 2>&1 && made=makes || made=cannot
        echo $handler $made $(cd /sys/fs/cgroup/kubepods/$name/$container && cat cgroup.max.descendants cgroup.max.depth)
        $ctl rmp --force $pod >/dev/null || exit 1
      done
      """;

  /// What a kubelet is told by a containerd that sees the node otherwise than it is, and what that
  /// containerd says of it.
  private static final String ASK =
      """
      export at
      rm -rf $at/asked && mkdir $at/asked
      unshare -m sh -c 'BENT && exec containerd --config $at/config.toml --root $at/asked/root --state $at/asked/state --address $at/asked/sock >$at/asked/log 2>&1 </dev/null' &
      containerd=$!
      for try in $(seq 600); do grep -qs 'successfully booted' $at/asked/log && break; kill -0 $containerd 2>/dev/null || break; sleep 0.1; done
      crictl --runtime-endpoint unix://$at/asked/sock --image-endpoint unix://$at/asked/sock version 2>&1
      answered=$?
      kill $containerd
      wait $containerd
      grep -h 'failed to load plugin' $at/asked/log
      exit $answered
      """;

  private static final String V1 = "mount -t tmpfs tmpfs /sys/fs/cgroup";

  /// As nodes had it between the versions. What the pods are in is there, and elsewhere.
  private static final String HYBRID =
      V1
          + " && mkdir /sys/fs/cgroup/unified"
          + " && mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified";

  /// For it alone: the containerd of the node keeps its files.
  private static final String NO_BASE_SPEC = "mount -t tmpfs tmpfs /etc/containerd";

  private static final String NO_DROP_IN = "rm $at/conf.d/50-cgroup-writable.toml\n";

  @TestFactory
  Stream<DynamicTest> eachRunsPodsOrIsRefused(Node node) {
    int newest = ContainerdRelease.newestConfig(release(node));
    return Stream.of(2, 3, 4)
        .map(
            version ->
                dynamicTest(
                    version + (version <= newest ? " runs pods" : " is refused"),
                    () -> {
                      if (version <= newest) {
                        assertRunsPods(node, version);
                      } else {
                        assertRefused(node, version);
                      }
                    }));
  }

  private static void assertRunsPods(Node node, int version) {
    String dump = node.run(script(version, DUMP)).orThrow();
    String handler = section(dump, "cgroup-writable");
    assertTrue(handler.contains("cgroup_writable = true"), dump);
    assertTrue(handler.contains("'/etc/containerd/cgroup-writable-base.json'"), dump);
    assertFalse(section(dump, "runc").contains("cgroup_writable = true"), dump);
    assertEquals(
        "runc cannot max max\ncgroup-writable makes 250 50",
        node.run(script(version, RUN)).orThrow());
  }

  @TestFactory
  Stream<DynamicTest> onCgroupV1TheWholeCriIsLost(Node node) {
    String why = "runtime cgroup-writable: `cgroup_writable` is only supported on cgroup v2";
    return Stream.of(V1, HYBRID)
        .flatMap(
            bent ->
                loaded(node)
                    .map(
                        version ->
                            dynamicTest(
                                version + (bent.equals(V1) ? " on version 1" : " on a hybrid"),
                                () -> assertLosesCri(node, version, bent, why))));
  }

  @TestFactory
  Stream<DynamicTest> withoutTheBaseSpecTheWholeCriIsLost(Node node) {
    String why = "open /etc/containerd/cgroup-writable-base.json: no such file or directory";
    return loaded(node)
        .map(
            version ->
                dynamicTest(
                    version.toString(), () -> assertLosesCri(node, version, NO_BASE_SPEC, why)));
  }

  /// By our drop-in alone, and of its own accord containerd does not end: only its log says why.
  private static void assertLosesCri(Node node, int version, String bent, String why) {
    String ask = ASK.replace("BENT", bent);
    Said with = node.run(script(version, ask));
    assertFalse(with.succeeded(), with::output);
    assertTrue(with.output().contains("unknown service runtime.v1.RuntimeService"), with::output);
    assertTrue(with.output().contains(why), with::output);
    Said without = node.run(script(version, NO_DROP_IN + ask));
    assertTrue(without.succeeded(), without::output);
    assertTrue(without.output().contains("RuntimeApiVersion:  v1"), without::output);
    assertFalse(without.output().contains(why), without::output);
  }

  /// Versions of drop-ins that the containerd of the node reads.
  private static Stream<Integer> loaded(Node node) {
    return IntStream.rangeClosed(2, ContainerdRelease.newestConfig(release(node))).boxed();
  }

  /// By name, and so the node would have no containerd at all.
  private static void assertRefused(Node node, int version) {
    Said said = node.run(script(version, DUMP));
    assertFalse(said.succeeded(), said::output);
    String why = "expected containerd config version equal to or less than `%d`, got `%d`";
    int newest = ContainerdRelease.newestConfig(release(node));
    assertTrue(said.output().contains(why.formatted(newest, version)), said::output);
  }

  private static String script(int version, String then) {
    String at = "/run/drop-in-" + version;
    String main = version == 2 ? MAIN_2 : text(MAIN).replace("version = 3", "version = " + version);
    Path dropIn = PRODUCT.resolve("config-" + version).resolve("50-cgroup-writable.toml");
    return (WRITE + then)
        .replace("VERSION", Integer.toString(version))
        .replace("MAIN\n", main.replace("/etc/containerd/conf.d", at + "/conf.d"))
        .replace("DROP_IN\n", text(dropIn));
  }

  /// Of a handler in a configuration, up to its options.
  private static String section(String dump, String handler) {
    int begin = dump.indexOf(".runtimes." + handler + "]");
    assertTrue(begin >= 0, dump);
    return dump.substring(begin, dump.indexOf("[plugins", begin));
  }

  private static Release release(Node node) {
    return Release.read(node.versions().get("containerd")).orElseThrow();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
