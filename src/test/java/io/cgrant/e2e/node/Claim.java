// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cgrant.e2e.node.HostileStage.Neighbour;
import io.cgrant.e2e.node.Workload.Users;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// What a node with our files does, each with the way to see it. [#check] fails where it does not
/// hold. Tests run them, and so does what writes the table of versions.
enum Claim {
  Writable("a container's root makes cgroups, moves, freezes and kills what is in them") {
    @Override
    void check(Node node, OciRuntime runtime) {
      ofRoot(node, runtime, Claim::assertWritable);
    }
  },
  ReadOnlyElsewhere("under the plain handler the same container can make none") {
    @Override
    void check(Node node, OciRuntime runtime) {
      for (Users users : Users.values()) {
        try (Container container = node.start(Workload.under(runtime.plain()).with(users))) {
          assertReadOnly(container);
        }
      }
    }
  },
  Descendants("it makes 250 cgroups, and no 251st") {
    @Override
    void check(Node node, OciRuntime runtime) {
      ofRoot(node, runtime, Claim::assertBounded);
    }
  },
  Depth("it makes 50 levels, and no 51st") {
    @Override
    void check(Node node, OciRuntime runtime) {
      ofRoot(node, runtime, Claim::assertBoundedInDepth);
    }
  },
  NoCapability("it has neither CAP_BPF nor CAP_SYS_ADMIN, CAP_PERFMON or CAP_SYS_RESOURCE") {
    @Override
    void check(Node node, OciRuntime runtime) {
      for (Users users : Users.values()) {
        var workload = Workload.under(runtime.writable()).with(users);
        try (Container container = node.start(workload)) {
          String line = container.sh("grep CapBnd /proc/self/status").orThrow();
          long held = Long.parseUnsignedLong(line.replaceAll("CapBnd:\\s*", ""), 16);
          CAPABILITIES.forEach(
              (name, bit) -> assertEquals(0, held >> bit & 1, name + " in " + line));
          // It has those of every container: so it was read right, and not of one without any.
          assertEquals(1, held >> CHOWN & 1, "CAP_CHOWN in " + line);
        }
      }
    }
  },
  OthersUnseen("it sees itself at the top, and no cgroup of another pod") {
    @Override
    void check(Node node, OciRuntime runtime) {
      for (Users users : Users.values()) {
        assertOthersUnseen(node, Workload.under(runtime.writable()).with(users));
      }
    }
  },
  Limited("the limits of its order, 250 and 50 are on its cgroup") {
    @Override
    Needs needs() {
      return Needs.Controllers;
    }

    @Override
    void check(Node node, OciRuntime runtime) {
      ofLimited(node, runtime, Limits::assertThere);
    }
  },
  Memory("a child is killed at its own limit of memory, else at the container's") {
    @Override
    Needs needs() {
      return Needs.Controllers;
    }

    @Override
    void check(Node node, OciRuntime runtime) {
      ofLimited(node, runtime, Limits::assertMemoryIsKept);
    }
  },
  Cpu("a child that claims all of the CPU gets no more than the container's quota") {
    @Override
    Needs needs() {
      return Needs.Controllers;
    }

    @Override
    void check(Node node, OciRuntime runtime) {
      ofLimited(node, runtime, Limits::assertCpuIsKept);
    }
  },
  OwnBounds("root in it cannot lift the bounds of its own top, with a user namespace and without") {
    @Override
    Needs needs() {
      return Needs.Nsdelegate;
    }

    @Override
    void check(Node node, OciRuntime runtime) {
      for (Users users : Pair.ofRoot(node.kind(), runtime)) {
        var stage = new HostileStage(runtime, users, Neighbour.OtherPod);
        try (var pair = new HostilePair(stage, node)) {
          Hostile.Result result = Hostile.named("12-controllers").run(pair);
          assertEquals(List.of(), result.escapes());
          assertEquals(List.of(), result.raised());
          List<String> must = stage.refusalsOfBounds(node);
          assertTrue(result.refused().containsAll(must), result.lines()::toString);
        }
      }
    }
  },
  KeepsNsdelegate("a privileged container beside it leaves the node its nsdelegate") {
    @Override
    Needs needs() {
      return Needs.Nsdelegate;
    }

    @Override
    void check(Node node, OciRuntime runtime) {
      var privileged = Workload.under(runtime.plain()).within(Confinement.NONE);
      try (Container container = node.start(privileged)) {
        assertTrue(container.sh("true").succeeded());
        String mounts = node.run("grep ' /sys/fs/cgroup ' /proc/mounts").orThrow();
        assertTrue(mounts.contains("nsdelegate"), mounts);
      }
    }
  };

  /// What a node must have to show it.
  enum Needs {
    Nothing,
    Controllers,
    Nsdelegate
  }

  private static final Map<String, Integer> CAPABILITIES =
      Map.of("CAP_SYS_ADMIN", 21, "CAP_SYS_RESOURCE", 24, "CAP_PERFMON", 38, "CAP_BPF", 39);

  private static final int CHOWN = 0;

  private final String says;

  Claim(String says) {
    this.says = says;
  }

  /// A sentence without a full stop; "it" is a container under the handler.
  String says() {
    return says;
  }

  Needs needs() {
    return Needs.Nothing;
  }

  abstract void check(Node node, OciRuntime runtime);

  /// Why a node cannot show it; empty where it can.
  Optional<String> whyNotOn(Node node) {
    return switch (needs()) {
      case Nothing -> Optional.empty();
      case Controllers -> node.hasControllers() ? Optional.empty() : Optional.of("no controllers");
      case Nsdelegate -> node.delegates() ? Optional.empty() : Optional.of("no nsdelegate");
    };
  }

  /// Each under runc and crun.
  static Stream<DynamicTest> tests(Node node) {
    return tests(node, EnumSet.allOf(Needs.class));
  }

  /// @param needs of which claims
  static Stream<DynamicTest> tests(Node node, Set<Needs> needs) {
    return Stream.of(OciRuntime.values())
        .flatMap(
            runtime ->
                Stream.of(Claim.values())
                    .filter(claim -> needs.contains(claim.needs()))
                    .map(
                        claim ->
                            dynamicTest(runtime + " " + claim, () -> claim.show(node, runtime))));
  }

  private void show(Node node, OciRuntime runtime) {
    Optional<String> why = whyNotOn(node);
    if (why.isPresent()) {
      String key = NodeResult.key(this, runtime);
      if (!CompatibilityPage.shows(CompatibilityPage.read(), key)) {
        NodesExtension.failInCi(
            "%s is shown nowhere: not here (%s), and on no node of %s, which make node-matrix writes"
                .formatted(key, why.get(), CompatibilityPage.FILE));
      }
      NodesExtension.notShownHere(says, why.get());
    }
    check(node, runtime);
  }

  /// All that a grant is for; a mount that says `rw` is not enough.
  static void assertWritable(Container container) {
    String options = container.mountOptions();
    assertTrue(List.of(options.split(",")).contains("rw"), options);
    Said said =
        container.sh(
            """
            set -e
            cg=/sys/fs/cgroup
            mkdir $cg/child
            sleep 300 & process=$!
            echo $process >$cg/child/cgroup.procs
            grep -qx 0::/child /proc/$process/cgroup
            echo 5 >$cg/child/cgroup.max.descendants
            echo 1 >$cg/child/cgroup.freeze
            for i in $(seq 50); do grep -q 'frozen 1' $cg/child/cgroup.events && break; sleep 0.1; done
            grep -q 'frozen 1' $cg/child/cgroup.events
            echo 0 >$cg/child/cgroup.freeze
            echo 1 >$cg/child/cgroup.kill
            wait $process || true
            rmdir $cg/child
            test ! -d $cg/child
            """);
    assertTrue(said.succeeded(), said.output());
  }

  static void assertReadOnly(Container container) {
    String options = container.mountOptions();
    assertTrue(List.of(options.split(",")).contains("ro"), options);
    Said said = container.sh("mkdir /sys/fs/cgroup/child");
    assertFalse(said.succeeded());
    assertTrue(said.output().contains("Read-only file system"), said.output());
  }

  /// The file system is writable and still nobody but the node can use it.
  static void assertVoid(Container container) {
    String options = container.mountOptions();
    assertTrue(List.of(options.split(",")).contains("rw"), options);
    Said said = container.sh("mkdir /sys/fs/cgroup/child");
    assertFalse(said.succeeded());
    assertTrue(said.output().contains("Permission denied"), said.output());
  }

  /// With a user namespace and without, wherever root has anything of it.
  private static void ofRoot(Node node, OciRuntime runtime, Consumer<Container> check) {
    for (Users users : Pair.ofRoot(node.kind(), runtime)) {
      try (Container container = node.start(Workload.under(runtime.writable()).with(users))) {
        check.accept(container);
      }
    }
  }

  private static void ofLimited(Node node, OciRuntime runtime, Consumer<Container> check) {
    for (Users users : Pair.ofRoot(node.kind(), runtime)) {
      var workload = Workload.under(runtime.writable()).with(users).limitedTo(Limits.ORDERED);
      try (Container container = node.start(workload)) {
        check.accept(container);
      }
    }
  }

  private static void assertOthersUnseen(Node node, Workload workload) {
    try (Container other = node.start(workload);
        Container container = node.start(workload)) {
      assertEquals("0::/", container.sh("grep ^0:: /proc/self/cgroup").orThrow());
      String seen = container.sh("find /sys/fs/cgroup -type d; cat /proc/*/cgroup").orThrow();
      assertFalse(seen.contains("pod"), seen);
      assertFalse(seen.contains(other.id().substring(0, 12)), seen);
      assertEquals(
          "/",
          container.sh("awk '$5 == \"/sys/fs/cgroup\" {print $4}' /proc/self/mountinfo").orThrow());
    }
  }

  static void assertBoundedInDepth(Container container) {
    String made =
        container
            .sh(
                """
                n=0; at=/sys/fs/cgroup
                while [ $n -lt 60 ] && mkdir $at/d; do n=$((n + 1)); at=$at/d; done
                echo made $n
                """)
            .orThrow();
    assertTrue(made.endsWith("made 50"), made);
    assertTrue(made.contains("Resource temporarily unavailable"), made);
  }

  static void assertBounded(Container container) {
    String made =
        container
            .sh(
                """
                n=0
                while [ $n -lt 300 ] && mkdir /sys/fs/cgroup/c$n; do n=$((n + 1)); done
                mkdir /sys/fs/cgroup/c0/below && n="$n and one below"
                echo made $n
                """)
            .orThrow();
    assertTrue(made.endsWith("made 250"), made);
    assertTrue(made.contains("Resource temporarily unavailable"), made);
  }
}
