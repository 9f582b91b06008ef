// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.CrioRelease;
import io.cgrant.delegation.OciRuntime;
import io.cgrant.delegation.Release;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The node that files are wanted for.
///
/// @param configVersion of containerd's main configuration; empty for the one that is right beside
/// every main file, where there is one
/// @param form of CRI-O's configuration; empty for the one without annotations where there is one
/// @param binary where the OCI runtime lies; empty to leave it to the container runtime
/// @param place what the files are called by
public record Order(
    ContainerRuntime runtime,
    Release release,
    OciRuntime ociRuntime,
    CgroupDriver driver,
    CgroupVersion cgroup,
    OptionalInt configVersion,
    Optional<CrioForm> form,
    Optional<String> binary,
    Bound bound,
    Place place) {

  private static final Pattern PATH = Pattern.compile("(/[-A-Za-z0-9._+]{1,255}){1,15}");

  /// @throws IllegalArgumentException for a path that is none, with a sentence for whoever wrote it
  public Order {
    binary.ifPresent(Order::checkPath);
  }

  /// Whether the handler makes its containers with what CRI-O's `default_runtime` names,
  /// whatever that is; from 1.32 on it can.
  boolean inherits() {
    return binary.isEmpty() && !release.isBefore(CrioRelease.DEFAULT_ANNOTATIONS);
  }

  /// Whether that has to be another than CRI-O's own default, which is crun.
  boolean inheritsAnother() {
    return inherits() && ociRuntime != OciRuntime.crun;
  }

  /// A path that needs no quotes in any file.
  static void checkPath(String path) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "\""
              + path
              + "\" is not the path of a file: write it from the root on, in letters, digits and"
              + " . _ - +");
    }
  }
}
