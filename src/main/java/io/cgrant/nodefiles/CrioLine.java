// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import io.cgrant.delegation.CrioRelease;
import io.cgrant.delegation.Release;
import java.util.List;

/// What CRI-O knows since when, beside what [CrioRelease] has.
final class CrioLine {

  /// `hostUsers: false`.
  static final Release USER_NAMESPACES = Release.of(1, 25);

  static final Release NEWEST = Release.of(1, 37);

  private static final String OLD = "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw";
  private static final String NEW = "cgroup2-mount-hierarchy-rw.crio.io";

  private CrioLine() {}

  static CrioForm usualForm(Release release) {
    return release.isBefore(CrioRelease.DEFAULT_ANNOTATIONS)
        ? CrioForm.annotation
        : CrioForm.handler;
  }

  static String annotation(Release release) {
    return names(release).getFirst();
  }

  /// Those it takes: from 1.35 on both, and each must be allowed by itself.
  static List<String> names(Release release) {
    return release.isBefore(CrioRelease.NEW_NAME) ? List.of(OLD) : List.of(NEW, OLD);
  }
}
