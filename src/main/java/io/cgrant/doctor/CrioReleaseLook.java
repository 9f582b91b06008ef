// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.RuntimeVersions;

import io.cgrant.delegation.CrioRelease;
import io.cgrant.delegation.Release;
import io.cgrant.doctor.NodeFacts.Allowing;
import io.cgrant.doctor.NodeFacts.Crio;
import io.cgrant.policy.RouteFinder;

/// Whether a release of CRI-O takes what its files say of the annotation, whose name is another one
/// from 1.35 on.
///
/// Source: CRI-O `pkg/config/config.go` (`ValidateRuntimeAllowedAnnotations`, workloads), at the
/// tags 1.34.0 and 1.36.3; `CrioIT` runs both.
final class CrioReleaseLook {

  private static final String OLD = RouteFinder.CRIO_KEYS.get(0);
  private static final String NEW = RouteFinder.CRIO_KEYS.get(1);
  private static final String FIX =
      "bring the drop-in of this release (cgrant node-files --runtime crio --version VERSION), or"
          + " update CRI-O";

  private CrioReleaseLook() {}

  /// What a release can do, whatever its files say.
  static void release(Release release, Concern concern, String where, Findings findings) {
    if (release.isBefore(CrioRelease.FIRST)) {
      findings.error(
          concern,
          where,
          "CRI-O " + release + " does not know the annotation for a writable cgroup",
          "update it to a release that Kubernetes still supports");
    }
  }

  static void at(Crio crio, Release release, Findings findings) {
    release(release, RuntimeVersions, "package cri-o", findings);
    if (release.isBefore(CrioRelease.NEW_NAME)) {
      crio.all().forEach(one -> ofOldName(one, release, findings));
    }
    if (release.isBefore(CrioRelease.DEFAULT_ANNOTATIONS)) {
      crio.all().stream()
          .filter(one -> isGiven(one, OLD))
          .forEach(
              one ->
                  findings.error(
                      RuntimeVersions,
                      one.name(),
                      "CRI-O " + release + " knows no default_annotations: its pods are read-only",
                      FIX));
    }
  }

  private static void ofOldName(Allowing one, Release release, Findings findings) {
    if (one.annotations().contains(NEW)) {
      boolean isWorkload = one.program().isEmpty();
      findings.error(
          RuntimeVersions,
          one.name(),
          "it allows \""
              + NEW
              + "\", which CRI-O "
              + release
              + " does not know: "
              + (isWorkload ? "CRI-O does not start" : "it is left out, and its pods do not start"),
          FIX);
    } else if (isGiven(one, NEW) && !isGiven(one, OLD)) {
      findings.error(
          RuntimeVersions,
          one.name(),
          "it has by default \""
              + NEW
              + "\" alone, which CRI-O "
              + release
              + " does not know: its"
              + " pods are read-only",
          FIX);
    }
  }

  private static boolean isGiven(Allowing one, String annotation) {
    return one.given().contains(annotation);
  }
}
