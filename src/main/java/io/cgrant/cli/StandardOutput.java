// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

/// Standard output, of which a writer can say whether all of it arrived: `System.out` keeps that to
/// itself.
///
/// Who reads a pipe may leave once they have seen enough, as `head` does. Nothing is lost then.
final class StandardOutput extends FilterOutputStream {

  private boolean hasReader = true;

  StandardOutput(OutputStream out) {
    super(out);
  }

  static PrintWriter writer() {
    var out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    return new PrintWriter(out, true, System.out.charset());
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (!hasReader) {
      return;
    }
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      if (!"Broken pipe".equals(e.getMessage())) {
        throw e;
      }
      hasReader = false;
    }
  }
}
