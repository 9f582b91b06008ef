// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.OciRuntime;
import io.cgrant.delegation.Release;
import java.util.Optional;
import java.util.OptionalInt;

/// Orders as the command line makes them when nothing else is said.
final class Orders {

  static final Place PLACE =
      new Place(
          "cgroup-writable",
          "cgroup-writable",
          Place.USUAL_BASE_SPEC,
          Optional.of(Place.USUAL_NODE_LABEL),
          Optional.of(Place.USUAL_OVERHEAD));

  private Orders() {}

  static Order containerd(String release, int config) {
    return containerd(release, OciRuntime.runc, CgroupDriver.systemd, OptionalInt.of(config));
  }

  static Order containerd(
      String release, OciRuntime runtime, CgroupDriver driver, OptionalInt config) {
    return new Order(
        ContainerRuntime.containerd,
        Release.read(release).orElseThrow(),
        runtime,
        driver,
        CgroupVersion.v2,
        config,
        Optional.empty(),
        Optional.empty(),
        Bound.OF_THE_KUBELET,
        PLACE);
  }

  static Order crio(String release, CrioForm form) {
    return new Order(
        ContainerRuntime.crio,
        Release.read(release).orElseThrow(),
        OciRuntime.crun,
        CgroupDriver.systemd,
        CgroupVersion.v2,
        OptionalInt.empty(),
        Optional.of(form),
        Optional.empty(),
        Bound.OF_THE_KUBELET,
        PLACE);
  }
}
