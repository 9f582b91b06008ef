// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.buffer.ByteBuf;

/// Looks for the empty line behind the head of a request, as it comes, and counts the lines before
/// (RFC 9112, section 2.1).
final class HeadEnd {

  /// An API server sends six.
  private static final int MOST_LINES = 64;

  private boolean begun;
  private int lines;
  private int lengthOfLine;
  private byte last;
  private boolean isReached;

  /// @return how many of these bytes are of the head
  int find(ByteBuf bytes) {
    for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
      byte read = bytes.getByte(i);
      // Netty passes over blanks in front.
      begun = begun || read < 0 || read > ' ';
      if (!begun) {
        continue;
      }
      if (read != '\n') {
        lengthOfLine++;
        last = read;
        continue;
      }
      if (isEmptyLine()) {
        isReached = true;
        return i + 1 - bytes.readerIndex();
      }
      lines++;
      lengthOfLine = 0;
    }
    return bytes.readableBytes();
  }

  private boolean isEmptyLine() {
    return lengthOfLine == 0 || lengthOfLine == 1 && last == '\r';
  }

  boolean isReached() {
    return isReached;
  }

  boolean isTooFar() {
    return lines > MOST_LINES;
  }
}
