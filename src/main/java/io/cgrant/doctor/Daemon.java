// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// A container runtime that runs on the node.
///
/// @param named the main file that its command line names; empty where it names none, or none that
/// can be told without its folder and its environment
/// @param started to a second or so
public record Daemon(Runtime runtime, Optional<String> named, Instant started) {

  /// Those that cgrant knows.
  public enum Runtime {
    Containerd("containerd", "/etc/containerd/config.toml"),
    Crio("crio", "/etc/crio/crio.conf");

    private final String program;
    private final String usualMain;

    Runtime(String program, String usualMain) {
      this.program = program;
      this.usualMain = usualMain;
    }

    /// As the kernel calls its process.
    public String program() {
      return program;
    }

    /// The main file that it reads where nobody names another.
    public String usualMain() {
      return usualMain;
    }

    /// @param program as the kernel calls a process
    public static Optional<Runtime> named(String program) {
      return Stream.of(values()).filter(r -> r.program.equals(program)).findFirst();
    }
  }

  /// Whether this may be its main file, as far as its command line says.
  boolean mayRead(String main) {
    return named.map(main::equals).orElse(true);
  }
}
