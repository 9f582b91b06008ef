// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.delegation.Delegation.Namespace;
import io.cgrant.delegation.Delegation.User;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table that was measured, cell by cell.
final class DelegationTest {

  @ParameterizedTest
  @CsvSource({
    "runc, cgroupfs, OfTheNode, Root,  true",
    "runc, cgroupfs, OfTheNode, Other, false",
    "runc, cgroupfs, Own,       Root,  false",
    "runc, cgroupfs, Own,       Other, false",
    "runc, systemd,  OfTheNode, Root,  true",
    "runc, systemd,  OfTheNode, Other, true",
    "runc, systemd,  Own,       Root,  true",
    "runc, systemd,  Own,       Other, true",
    "crun, cgroupfs, OfTheNode, Root,  true",
    "crun, cgroupfs, OfTheNode, Other, false",
    "crun, cgroupfs, Own,       Root,  true",
    "crun, cgroupfs, Own,       Other, false",
    "crun, systemd,  OfTheNode, Root,  true",
    "crun, systemd,  OfTheNode, Other, false",
    "crun, systemd,  Own,       Root,  true",
    "crun, systemd,  Own,       Other, false"
  })
  void aCgroupIsOfUseOrNot(
      OciRuntime runtime, CgroupDriver driver, Namespace namespace, User user, boolean works) {
    assertEquals(works, Delegation.works(runtime, driver, namespace, user));
  }
}
