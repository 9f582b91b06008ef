// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.util.List;
import java.util.Map;

/// What a container runs.
///
/// @param command in place of the image's entry point; none keeps that
/// @param arguments in place of the image's; none keeps those, where there is no command
/// @param folders where the container has empty ones of its own, to write
/// @param hostPaths what it sees of the node
public record Program(
    String image,
    List<String> command,
    List<String> arguments,
    Map<String, String> environment,
    List<String> folders,
    List<HostPath> hostPaths,
    Console console) {

  /// Read-only, as a `hostPath` with such a mount.
  ///
  /// @param at where the container has it
  public record HostPath(String path, String at) {}

  /// What its first process reads and writes.
  public enum Console {
    Output,
    /// It can be written to.
    Input,
    /// It has a terminal.
    Terminal
  }

  /// One that waits.
  static final Program WAITS =
      new Program(
          "localhost/e2e:1", List.of(), List.of(), Map.of(), List.of(), List.of(), Console.Output);

  public Program of(String other) {
    return new Program(other, command, arguments, environment, folders, hostPaths, console);
  }

  public Program starting(List<String> words) {
    return new Program(image, words, List.of(), environment, folders, hostPaths, console);
  }

  public Program at(Console other) {
    return new Program(image, command, arguments, environment, folders, hostPaths, other);
  }
}
