// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.delegation;

/// What the releases of CRI-O know of the annotation for a writable cgroup.
///
/// Source: `pkg/annotations` and `pkg/config/config.go` at the tags 1.23.0 to 1.36.0, and on the
/// way to 1.37.
public final class CrioRelease {

  /// The first that knows it, by its old name.
  public static final Release FIRST = Release.of(1, 23);

  /// The first with `default_annotations` and `inherit_default_runtime` of a handler.
  public static final Release DEFAULT_ANNOTATIONS = Release.of(1, 32);

  /// The first that knows it by its new name.
  public static final Release NEW_NAME = Release.of(1, 35);

  private CrioRelease() {}
}
