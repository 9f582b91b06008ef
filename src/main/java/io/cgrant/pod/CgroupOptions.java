// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

/// The names of KEP-5474 in a container's `securityContext`. No released API has them yet, so they
/// can still change: what reads, judges or sends a pod takes them from here.
public final class CgroupOptions {

  public static final String FIELD = "cgroupOptions";
  public static final String MODE = "mountMode";

  /// The one mode that narrows instead of asking.
  public static final String READ_ONLY = "ReadOnly";

  /// The mode that asks.
  public static final String WRITABLE = "Writable";

  /// The minor release of Kubernetes 1 that brings it.
  public static final int SINCE = 38;

  /// From the container on.
  public static final String PATH = "securityContext." + FIELD + "." + MODE;

  private CgroupOptions() {}
}
