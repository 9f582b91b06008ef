// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files that a command is given, and those it leaves.
record WrittenFolder(Path path) {

  void write(String name, String text) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  String read(String name) throws IOException {
    return Files.readString(path.resolve(name));
  }
}
