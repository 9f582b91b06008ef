// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.CrioRelease;
import io.cgrant.delegation.OciRuntime;
import io.cgrant.delegation.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is ordered, the files themselves say what has to be there before them.
final class NodeFilePrerequisitesTest {

  private static final Release KERNEL = Release.of(5, 8);
  private static final Release KERNEL_OF_USER_NAMESPACES = Release.of(6, 3);

  /// Every one that is not refused.
  static Stream<Order> orders() {
    var orders = new ArrayList<Order>();
    for (OciRuntime runtime : OciRuntime.values()) {
      for (CgroupDriver driver : CgroupDriver.values()) {
        for (ContainerdLine line : ContainerdLine.values()) {
          line.configs().forEach(c -> orders.add(containerd(line.line(), runtime, driver, c)));
        }
        for (Release release : releasesOfCrio()) {
          for (CrioForm form : CrioForm.values()) {
            if (form != CrioForm.handler || !release.isBefore(CrioRelease.DEFAULT_ANNOTATIONS)) {
              orders.add(crio(release, runtime, driver, form));
            }
          }
        }
      }
    }
    return orders.stream();
  }

  private static List<Release> releasesOfCrio() {
    return IntStream.rangeClosed(CrioRelease.FIRST.minor(), CrioLine.NEWEST.minor())
        .mapToObj(minor -> Release.of(CrioRelease.FIRST.major(), minor))
        .toList();
  }

  private static Order containerd(
      Release line, OciRuntime runtime, CgroupDriver driver, int config) {
    return Orders.containerd(line.toString(), runtime, driver, OptionalInt.of(config));
  }

  private static Order crio(
      Release release, OciRuntime runtime, CgroupDriver driver, CrioForm form) {
    return new Order(
        ContainerRuntime.crio,
        release,
        runtime,
        driver,
        CgroupVersion.v2,
        OptionalInt.empty(),
        Optional.of(form),
        Optional.empty(),
        Bound.OF_THE_KUBELET,
        Orders.PLACE);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void theDropInSaysWhatItNeeds(Order order) {
    String said = comment(files(order).getFirst().text());
    for (String needed : List.of("prints cgroup2fs", "shows nsdelegate", of(order))) {
      assertTrue(said.contains(needed), () -> needed + " not in " + said);
    }
    assertTrue(said.contains("- Kernel " + KERNEL + ", and " + KERNEL_OF_USER_NAMESPACES), said);
    assertTrue(said.contains(" for hostUsers: false. " + order.ociRuntime().needed()), said);
    assertTrue(said.contains("cgroupDriver: " + order.driver()), said);
  }

  private static String of(Order order) {
    return switch (order.runtime()) {
      case containerd -> "A handler of containerd " + order.release();
      case crio -> "CRI-O " + order.release() + " mounts the cgroup";
    };
  }

  /// What bounds it is another file, which has to be there first.
  @ParameterizedTest
  @MethodSource("orders")
  void theDropInSaysWhatBoundsIt(Order order) {
    String said = comment(files(order).getFirst().text());
    String bounds =
        switch (order.runtime()) {
          case containerd -> order.place().baseSpec() + " is there.";
          case crio -> "The hooks beside it are in /usr/share/containers/oci/hooks.d";
        };
    assertTrue(said.contains(bounds), said);
  }

  /// JSON has no comments.
  @ParameterizedTest
  @MethodSource("orders")
  void ofAFileWithoutCommentsTheyAreSaidBesideIt(Order order) {
    for (NodeFile file : files(order)) {
      assertTrue(
          file.remark().isPresent() == file.path().endsWith(".json")
              && file.remark().map(said -> said.contains("needs cgroup v2")).orElse(true),
          file::toString);
    }
  }

  private static List<NodeFile> files(Order order) {
    return assertInstanceOf(Delivery.Files.class, NodeFiles.of(order)).files();
  }

  /// Its lines as one, so that a break in a sentence is none.
  private static String comment(String text) {
    return text.lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.substring(1).strip())
        .collect(joining(" "));
  }
}
