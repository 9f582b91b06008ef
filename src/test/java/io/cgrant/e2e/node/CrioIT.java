// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Finding;
import io.cgrant.doctor.Severity;
import io.cgrant.e2e.node.NodesExtension.Crio;
import io.cgrant.e2e.node.NodesExtension.Emulated;
import io.cgrant.pod.Entrypoint;
import io.cgrant.pod.Pods;
import io.cgrant.policy.RouteFinder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a real CRI-O makes of our drop-ins, of its annotation and of entrypoints; and that cgrant
/// takes for a route whatever CRI-O takes for one. Two versions: the annotation has its new name
/// from 1.35 on.
@ExtendWith(NodesExtension.class)
final class CrioIT {

  private static final String OLD = RouteFinder.CRIO_KEYS.get(0);
  private static final String NEW = RouteFinder.CRIO_KEYS.get(1);
  private static final String WORKLOAD = "cgroup-writable.cgrant.io";

  /// A pod, and whether its container's cgroup is writable.
  ///
  /// @param handler of the drop-in in its annotation form, in its handler form, or a plain one
  private record Row(String handler, Map<String, String> annotations, boolean isWritable) {

    String name() {
      return handler + " " + annotations + (isWritable ? ": writable" : ": read-only");
    }

    void check(Node node) {
      var workload = Workload.under(handler).annotated(annotations);
      try (Container container = node.start(workload)) {
        if (isWritable) {
          Claim.assertWritable(container);
        } else {
          Claim.assertReadOnly(container);
        }
      }
    }

    /// By its annotations alone, without what the node allows.
    boolean isRoute() {
      var pod = Pods.granted();
      annotations.forEach(pod::withAnnotation);
      return !RouteFinder.inPod(pod.view()).isEmpty();
    }
  }

  /// What both versions make of them: the three forms, and a pod without an annotation.
  private static final List<Row> ALWAYS =
      List.of(
          new Row("crun-annotated", Map.of(OLD, "true"), true),
          new Row("crun-annotated", Map.of(), false),
          new Row("crun", Map.of(OLD, "true"), false),
          new Row("crun", Map.of(OLD, "true", WORKLOAD, ""), true),
          // By the handler form a pod can neither set nor unset it.
          new Row("crun-cgroup-writable", Map.of(OLD, "false"), true),
          new Row("cgroup-writable", Map.of(), true),
          new Row("crun-earlier", Map.of(), true));

  private static final List<Row> OF_THE_OLD =
      List.of(
          new Row("crun-later", Map.of(), false),
          new Row("crun-annotated", Map.of(NEW, "true"), false),
          new Row("crun-annotated", Map.of(NEW, "false", OLD, "true"), true));

  /// All but `true` is nothing, and there is no form for one container.
  private static final List<Row> OF_THE_NEW =
      List.of(
          new Row("crun-annotated", Map.of(NEW, "true"), true),
          new Row("runc-annotated", Map.of(NEW, "true"), true),
          new Row("runc-annotated", Map.of(OLD, "true"), true),
          new Row("crun-annotated", Map.of(NEW, "false", OLD, "true"), false),
          new Row("crun-annotated", Map.of(NEW, "True"), false),
          new Row("crun-annotated", Map.of(NEW, " true"), false),
          new Row("crun-annotated", Map.of(NEW, "1"), false),
          new Row("crun-annotated", Map.of(NEW + "/main", "true"), false),
          new Row("crun-annotated", Map.of(NEW + ".main", "true"), false),
          new Row("crun-annotated", Map.of(OLD + "/main", "true"), false),
          new Row("crun-annotated", Map.of(OLD + ".main", "true"), false),
          new Row("crun", Map.of(NEW, "true"), false),
          new Row("crun", Map.of(WORKLOAD, ""), false),
          new Row("crun", Map.of(NEW, "true", WORKLOAD, "false"), true),
          new Row("crun-cgroup-writable", Map.of(NEW, "false"), true));

  /// First words, whatever they are: CRI-O does not look whether there is such a program.
  private static final List<String> WORDS =
      List.of(
          "/bin/sleep",
          "/sbin/init",
          "/usr/sbin/init",
          "/sbin/initrd",
          "opt/sbin/init.d/x",
          "sbin/init",
          "/sbin//init",
          "/sbin/Init",
          "init",
          "systemd",
          "/lib/systemd/systemd",
          "./systemd",
          "a/../systemd",
          "systemd/",
          "systemd///",
          "systemd/.",
          "systemd/x",
          "Systemd",
          "systemd ",
          " systemd",
          "systemd\n",
          "systemd\0",
          "/bin/sleep\0/sbin/init",
          "systemd-nspawn",
          "my-systemd",
          "/",
          "//");

  @TestFactory
  Stream<DynamicTest> theDropInsAreLoaded(@Crio("1.34") Node old, @Crio("1.36") Node now) {
    String oldOnly = "allowed_annotations = [\"" + OLD + "\"]";
    String both = "allowed_annotations = [\"" + NEW + "\", \"" + OLD + "\"]";
    return Stream.of(
        dynamicTest("before 1.35", () -> assertLoaded(old, OLD, oldOnly)),
        dynamicTest("from 1.35 on", () -> assertLoaded(now, NEW, both)));
  }

  /// As it runs, which is more than it reads: a handler with an annotation that it does not know is
  /// read, and left out.
  private static void assertLoaded(Node node, String annotation, String allowed) {
    String config =
        node.run("crio status --socket /run/crio/crio.sock config 2>/dev/null")
            .orThrow()
            .replaceAll("(?m)^ +", "");
    String handler = tables(config, "crio.runtime.runtimes.cgroup-writable");
    assertTrue(handler.contains("runtime_path = \"/usr/bin/crun\""), handler);
    assertTrue(handler.contains("\"" + annotation + "\" = \"true\""), handler);
    assertFalse(handler.contains("allowed_annotations"), handler);
    for (OciRuntime runtime : OciRuntime.values()) {
      String annotated = tables(config, "crio.runtime.runtimes." + runtime.plain() + "-annotated");
      assertTrue(annotated.contains(allowed), annotated);
    }
    String workload = tables(config, "crio.runtime.workloads.cgroup-writable");
    assertTrue(workload.contains("activation_annotation = \"" + WORKLOAD + "\""), workload);
    assertTrue(workload.contains(allowed), workload);
    String handlers = node.run("crictl info").orThrow();
    assertTrue(handlers.contains("\"name\": \"cgroup-writable\""), handlers);
  }

  /// Of the node that all other tests use, and of the CRI-O that runs there.
  @TestFactory
  Stream<DynamicTest> theDoctorFindsWhatIsWrong(@Crio("1.34") Node old, @Crio("1.36") Node now) {
    return Stream.of(old, now)
        .map(node -> dynamicTest(node.versions().get("crio"), () -> assertExamined(node)));
  }

  /// Without the files of containerd, which a node of CRI-O has not.
  /// How the kernel of whoever runs this mounts cgroups is not our business.
  private static void assertExamined(Node node) {
    node.run("mv /etc/containerd /run/aside").orThrow();
    try {
      List<Finding> found =
          DumpedNode.examined(node.root()).findings().stream()
              .filter(f -> f.concern() != Concern.CgroupDelegation)
              .toList();
      assertEquals(
          List.of("runtimes.crun-earlier", "runtimes.crun-later"), where(found, Severity.Error));
      assertEquals(
          Set.of(Concern.VoidUsers),
          found.stream()
              .filter(f -> f.severity() == Severity.Warning)
              .map(Finding::concern)
              .collect(Collectors.toSet()));
      for (Concern well : List.of(Concern.Loaded, Concern.CrioBounds, Concern.CgroupDriver)) {
        assertTrue(
            found.stream().anyMatch(f -> f.concern() == well && f.severity() == Severity.Ok),
            found::toString);
      }
    } finally {
      node.run("mv /run/aside /etc/containerd").orThrow();
    }
  }

  private static List<String> where(List<Finding> found, Severity severity) {
    return found.stream()
        .filter(f -> f.severity() == severity)
        .map(Finding::where)
        .sorted()
        .toList();
  }

  /// A table and those in it.
  private static String tables(String config, String name) {
    String rest = config.substring(config.indexOf("[" + name + "]"));
    return rest.split("\n\\[(?!" + name.replace(".", "\\.") + "\\.)", 2)[0];
  }

  @TestFactory
  Stream<DynamicTest> annotationsMakeItWritable(@Crio("1.34") Node old, @Crio("1.36") Node now) {
    return Stream.concat(
        Stream.concat(ALWAYS.stream(), OF_THE_OLD.stream()).map(row -> of("1.34", row, old)),
        Stream.concat(ALWAYS.stream(), OF_THE_NEW.stream()).map(row -> of("1.36", row, now)));
  }

  private static DynamicTest of(String version, Row row, Node node) {
    return dynamicTest(version + " " + row.name(), () -> row.check(node));
  }

  /// No annotation makes it writable that cgrant does not take for a route.
  @Test
  void eachAnnotationThatMakesItWritableIsARoute() {
    Stream.of(ALWAYS, OF_THE_OLD, OF_THE_NEW)
        .flatMap(List::stream)
        .filter(row -> row.handler().endsWith("-annotated") && row.isWritable())
        .forEach(row -> assertTrue(row.isRoute(), row::name));
  }

  @TestFactory
  Stream<DynamicTest> firstWordsAreJudgedAlike(@Crio("1.34") Node old, @Crio("1.36") Node now) {
    return Stream.of(old, now)
        .map(node -> dynamicTest(node.versions().get("crio"), () -> assertJudgedAlike(node)));
  }

  private static void assertJudgedAlike(Node node) {
    List<Boolean> writable =
        CrioOrder.areWritable(node, WORDS.stream().map(CrioOrder::running).toList());
    for (int i = 0; i < WORDS.size(); i++) {
      String word = WORDS.get(i);
      assertEquals(
          writable.get(i),
          new Entrypoint("command[0]", word, List.of()).startsSystemd(),
          "\"" + word + "\"");
    }
  }

  /// Where there is no command, the image's entrypoint is the first word, and where there is none
  /// either, the first argument.
  @Test
  void theFirstWordIsTheCommandsOrTheImagesOrAnArgument(@Crio("1.36") Node node) {
    var none = List.<String>of();
    var orders =
        List.of(
            CrioOrder.called("/sbin/init"),
            CrioOrder.called("sleep", "/sbin/init"),
            CrioOrder.running("sleep", "/sbin/init"),
            CrioOrder.ofInit(none, none),
            CrioOrder.ofInit(none, List.of("sleep")),
            CrioOrder.ofInit(List.of("sleep"), none));
    assertEquals(
        List.of(true, false, false, true, true, false), CrioOrder.areWritable(node, orders));
  }

  @TestFactory
  Stream<DynamicTest> anInitWritesItsCgroupUnderThePlainHandler(
      @Crio("1.34") Node old, @Crio("1.36") Node now) {
    return Stream.of(old, now)
        .map(
            node ->
                dynamicTest(
                    node.versions().get("crio"),
                    () -> {
                      var workload =
                          Workload.under("crun")
                              .running(Program.WAITS.starting(List.of("/sbin/init")));
                      try (Container container = node.start(workload)) {
                        Claim.assertWritable(container);
                        Claim.assertBounded(container);
                      }
                    }));
  }

  /// CRI-O itself bounds nothing.
  @Test
  void withoutTheHookNothingBoundsIt(@Crio("1.34") Node node) {
    String hooks = "/usr/share/containers/oci/hooks.d";
    node.run("mv " + hooks + "/cgroup-writable-bound.json /run && sleep 0.5").orThrow();
    try (Container container = node.start(Workload.under("cgroup-writable"))) {
      Claim.assertWritable(container);
      ClaimsIT.assertUnbounded(container);
    } finally {
      node.run("mv /run/cgroup-writable-bound.json " + hooks + " && sleep 0.5").orThrow();
    }
  }

  /// Where the hook fails, no container starts without a bound.
  @Test
  void withAHookThatFailsNothingStarts(@Crio("1.34") Node node) {
    String hook = "/usr/share/containers/oci/hooks.d/cgroup-writable-bound.json";
    node.run("cp %s /run && sed -i 's/echo 50 /false; &/' %<s && sleep 0.5".formatted(hook))
        .orThrow();
    try {
      var workload = Workload.under("cgroup-writable");
      var failure = assertThrows(IllegalStateException.class, () -> node.start(workload).close());
      assertTrue(failure.getMessage().contains("hook"), failure::getMessage);
    } finally {
      node.run("mv /run/cgroup-writable-bound.json " + hook + " && sleep 0.5").orThrow();
    }
  }

  /// A drop-in for 1.35 on a CRI-O that does not know the annotation's new name: it leaves out the
  /// handler, and with a workload it does not start.
  @Test
  void aDropInOfALaterReleaseIsNotRead(@Crio("1.34") Node node) {
    String config =
        """
        mkdir -p /run/later
        rm -f /run/later/*
        printf '[crio.runtime.%s.later]\n%s\nallowed_annotations = ["NEW"]\n' >/run/later/50.conf
        timeout 3 crio --config-dir /run/later --root /run/later-root --runroot /run/later-run --listen /run/later.sock \
          --version-file /run/later-version --clean-shutdown-file /run/later-clean --namespaces-dir /run/later-namespaces \
          --container-exits-dir /run/later-exits --container-attach-socket-dir /run/later-attach 2>&1
        """
            .replace("NEW", NEW);
    String reason = "invalid allowed_annotation: " + NEW;
    Said handler = node.run(config.formatted("runtimes", "runtime_path = \"/usr/bin/crun\""));
    assertTrue(
        handler
            .output()
            .contains("Runtime handler \\\"later\\\" is being ignored due to: " + reason),
        handler::output);
    Said workload = node.run(config.formatted("workloads", "activation_annotation = \"x\""));
    assertTrue(workload.output().contains("level=fatal"), workload::output);
    assertTrue(workload.output().contains("workloads validation: " + reason), workload::output);
  }

  @TestFactory
  Stream<DynamicTest> holds(@Crio("1.36") Node node) {
    return Claim.tests(node);
  }

  @TestFactory
  Stream<DynamicTest> worthToUsers(@Crio("1.36") Node node) {
    return of(node, Pair.of(node.kind()).stream());
  }

  /// Those in a user namespace, as with containerd.
  @TestFactory
  Stream<DynamicTest> worthToUsersWithTheDriverSystemd(@Emulated @Crio("1.36") Node node) {
    return of(node, Pair.of(node.kind()).stream().filter(p -> p.users() == Workload.Users.Own));
  }

  private static Stream<DynamicTest> of(Node node, Stream<Pair> pairs) {
    return pairs.map(
        pair -> dynamicTest(pair.name() + ": " + pair.grant(), () -> pair.check(node)));
  }

  @Test
  void theHooksBoundItWithTheDriverSystemd(@Emulated @Crio("1.36") Node node) {
    for (OciRuntime runtime : OciRuntime.values()) {
      try (Container container = node.start(Workload.under(runtime.writable()))) {
        assertEquals("250", container.read("cgroup.max.descendants"));
        assertEquals("50", container.read("cgroup.max.depth"));
        Claim.assertBounded(container);
      }
    }
  }
}
