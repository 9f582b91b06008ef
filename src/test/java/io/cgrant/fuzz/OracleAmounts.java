// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Limits, quality of service and exclusive CPUs.
final class OracleAmounts {

  private static final BigDecimal NONE = BigDecimal.ZERO;

  final Set<String> reasons = new TreeSet<>();
  final Set<String> perhaps = new TreeSet<>();

  private final OraclePod pod;
  private final Terms terms;
  private final Tree.Obj whole;

  OracleAmounts(OraclePod pod, Terms terms) {
    this.pod = pod;
    this.terms = terms;
    whole = pod.in(pod.spec, "resources");
    var resources = new TreeSet<>(terms.limits());
    resources.addAll(terms.max().keySet());
    resources.forEach(this::limited);
    terms.max().forEach(this::bounded);
    if (!terms.qosClasses().contains("BestEffort") && bestEffort()) {
      reasons.add("QosClassNotAllowed");
    }
    asksIn("requests");
    if (terms.exclusiveCpusForbidden()) {
      exclusiveCpus();
    }
    readTheRest();
  }

  private Optional<Amount> amount(Tree.Obj resources, String list, String resource) {
    return pod.read.amount(pod.in(resources, list), resource);
  }

  /// An amount below zero is refused by the API server, and bounds nothing.
  private BigDecimal limit(Tree.Obj resources, String resource) {
    Optional<Amount> found = amount(resources, "limits", resource);
    return found.filter(Amount::positive).map(Amount::value).orElse(NONE);
  }

  private void limited(String resource) {
    boolean missing = false;
    for (OraclePod.Container container : withResources()) {
      missing |= limit(pod.in(container.tree(), "resources"), resource).signum() == 0;
    }
    if (missing && limit(whole, resource).signum() == 0) {
      reasons.add("LimitMissing");
    }
  }

  private List<OraclePod.Container> withResources() {
    return pod.containers.stream().filter(c -> c.kind() != OraclePod.Kind.EPHEMERAL).toList();
  }

  private void bounded(String resource, BigDecimal max) {
    BigDecimal running = NONE;
    BigDecimal most = NONE;
    BigDecimal sidecars = NONE;
    for (OraclePod.Container container : withResources()) {
      BigDecimal limit = limit(pod.in(container.tree(), "resources"), resource);
      if (limit.compareTo(max) > 0) {
        reasons.add("LimitAboveMax");
      }
      switch (container.kind()) {
        case MAIN -> running = running.add(limit);
        case SIDECAR -> sidecars = sidecars.add(limit);
        case INIT -> most = most.max(sidecars.add(limit));
        case EPHEMERAL -> {}
      }
      most = most.max(sidecars);
    }
    most = most.max(running.add(sidecars));
    BigDecimal ofThePod = limit(whole, resource);
    if (ofThePod.signum() > 0) {
      if (ofThePod.compareTo(max) > 0) {
        reasons.add("TotalLimitAboveMax|LimitAboveMax");
      }
    } else if (most.compareTo(max) > 0) {
      reasons.add("TotalLimitAboveMax|LimitAboveMax");
    }
  }

  /// What the pod says as a whole counts alone where it is there, as in `ComputePodQOS`; but the
  /// server fills in from the containers what it leaves out, which some versions do not.
  private boolean bestEffort() {
    boolean any = false;
    for (OraclePod.Container container : withResources()) {
      any |= asks(pod.in(container.tree(), "resources"));
    }
    boolean whole = asks(this.whole);
    if (any && !whole && !(pod.spec.get("resources") instanceof Tree.Null)) {
      perhaps.add("QosClassNotAllowed");
    }
    return !any && !whole;
  }

  private boolean asks(Tree.Obj resources) {
    boolean any = false;
    for (String list : List.of("limits", "requests")) {
      for (String resource : List.of("cpu", "memory")) {
        Optional<Amount> found = amount(resources, list, resource);
        any |= found.filter(a -> a.value().signum() > 0).isPresent();
        if (found.filter(a -> a.value().signum() < 0).isPresent()) {
          perhaps.add("below zero, which the API server refuses");
        }
      }
    }
    return any;
  }

  /// Amounts of CPU and memory are read wherever main and init containers hold them.
  private void asksIn(String list) {
    for (OraclePod.Container container : withResources()) {
      for (String resource : List.of("cpu", "memory")) {
        amount(pod.in(container.tree(), "resources"), list, resource);
        amount(pod.in(container.tree(), "resources"), "limits", resource);
      }
    }
  }

  /// Surely guaranteed: each container says so by itself and the pod says nothing, or the pod says
  /// so in full.
  private void exclusiveCpus() {
    boolean wholePod = !(pod.spec.get("resources") instanceof Tree.Null);
    var all = new ArrayList<Tree.Obj>();
    for (OraclePod.Container container : withResources()) {
      all.add(pod.in(container.tree(), "resources"));
    }
    boolean integral = wholePod && integral(whole) || all.stream().anyMatch(this::integral);
    boolean guaranteed = guaranteed(wholePod ? List.of(whole) : all);
    if (!integral) {
      return;
    }
    if (guaranteed && !wholePod) {
      reasons.add("ExclusiveCpus");
    } else if (wholePod) {
      perhaps.add("ExclusiveCpus");
    }
  }

  /// As `ComputePodQOS` has it, which adds up and then compares: what one container requests beyond
  /// its limit, which the API server refuses later, makes up for what another requests below.
  private boolean guaranteed(List<Tree.Obj> all) {
    for (String resource : List.of("cpu", "memory")) {
      BigDecimal limits = NONE;
      BigDecimal requests = NONE;
      for (Tree.Obj resources : all) {
        BigDecimal limit = limit(resources, resource);
        if (limit.signum() == 0) {
          return false;
        }
        limits = limits.add(limit);
        // What is below zero is passed over, too.
        requests =
            requests.add(
                amount(resources, "requests", resource).map(Amount::value).orElse(limit).max(NONE));
      }
      if (requests.compareTo(limits) != 0) {
        return false;
      }
    }
    return !all.isEmpty();
  }

  private boolean integral(Tree.Obj resources) {
    BigDecimal cpu =
        amount(resources, "requests", "cpu").map(Amount::value).orElse(limit(resources, "cpu"));
    return cpu.signum() > 0 && cpu.remainder(BigDecimal.ONE).signum() == 0;
  }

  /// Any other amount that is none may be found out or not.
  private void readTheRest() {
    var all = new ArrayList<Tree.Obj>();
    all.add(whole);
    pod.containers.forEach(c -> all.add(pod.in(c.tree(), "resources")));
    for (Tree.Obj resources : all) {
      for (String list : List.of("limits", "requests")) {
        for (Tree.Member member : pod.in(resources, list).members()) {
          var reading = new Reading();
          if (member.value() instanceof Tree.Text || member.value() instanceof Tree.Num) {
            perhapsAboveMax(resources, member.key());
          }
          reading.amount(new Tree.Obj(List.of(member)), member.key());
          pod.read.odd.addAll(reading.malformed);
          pod.read.odd.addAll(reading.odd);
        }
      }
    }
  }

  /// The API server takes no resources in an ephemeral container.
  private void perhapsAboveMax(Tree.Obj resources, String resource) {
    boolean counted = resources.equals(whole);
    for (OraclePod.Container container : withResources()) {
      counted |= resources.equals(pod.in(container.tree(), "resources"));
    }
    if (!counted) {
      perhaps.add(resource + " of an ephemeral container");
    }
  }
}
