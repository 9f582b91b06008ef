// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import java.time.Instant;
import java.util.Optional;

/// A container runtime that runs on the node.
///
/// @param program as the kernel calls its process: `containerd`, `crio`
/// @param configuration the main file that its command line names; empty where it names none
/// @param started to a second or so
public record Daemon(String program, Optional<String> configuration, Instant started) {

  /// As the kernel calls the process of containerd.
  public static final String CONTAINERD = "containerd";

  /// As the kernel calls the process of CRI-O.
  public static final String CRIO = "crio";
}
