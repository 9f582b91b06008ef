// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import io.cgrant.delegation.Release;
import java.util.List;

/// What CRI-O knows since when.
///
/// Source: `pkg/annotations` and `pkg/config/config.go` at the tags 1.23.0 to 1.36.0, and on the
/// way to 1.37.
final class CrioLine {

  /// The annotation, by its old name.
  static final Release OLDEST = Release.of(1, 23);

  /// `hostUsers: false`.
  static final Release USER_NAMESPACES = Release.of(1, 25);

  /// `default_annotations` and `inherit_default_runtime` of a handler.
  static final Release HANDLER_FORM = Release.of(1, 32);

  /// The annotation by its new name.
  static final Release NEW_NAME = Release.of(1, 35);

  static final Release NEWEST = Release.of(1, 37);

  private static final String OLD = "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw";
  private static final String NEW = "cgroup2-mount-hierarchy-rw.crio.io";

  private CrioLine() {}

  static CrioForm usualForm(Release release) {
    return release.isBefore(HANDLER_FORM) ? CrioForm.annotation : CrioForm.handler;
  }

  static String annotation(Release release) {
    return names(release).getFirst();
  }

  /// Those it takes: from 1.35 on both, and each must be allowed by itself.
  static List<String> names(Release release) {
    return release.isBefore(NEW_NAME) ? List.of(OLD) : List.of(NEW, OLD);
  }
}
