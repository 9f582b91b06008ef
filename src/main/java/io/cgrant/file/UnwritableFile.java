// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import java.io.IOException;
import java.nio.file.Path;

/// A file that could not be written. What stood in its place still stands there.
public final class UnwritableFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnwritableFile(Path file, IOException e) {
    super(file + " " + FileTrouble.writing(e), e, false, false);
  }
}
