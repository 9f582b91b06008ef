// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The lines of what may be a log, and may be anything: of one that is longer than any record only
/// the beginning is kept, so that it does not fill the memory.
public final class RecordLines implements AutoCloseable {

  /// In characters.
  static final int LONGEST = 8 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int AT_ONCE = 1 << 16;

  private final Reader reader;
  private final char[] read = new char[AT_ONCE];
  private int at;
  private int end;

  private boolean isAtBegin = true;

  public RecordLines(InputStream in) {
    reader = new InputStreamReader(in, StandardCharsets.UTF_8);
  }

  /// Empty after the last. As soon as it is there: somebody may follow a log.
  public Optional<String> next() throws IOException {
    if (!isMoreThere()) {
      return Optional.empty();
    }
    var line = new StringBuilder();
    while (isMoreThere()) {
      int stop = at;
      while (stop < end && read[stop] != '\n') {
        stop++;
      }
      line.append(read, at, Math.min(stop - at, LONGEST - line.length()));
      boolean isWhole = stop < end;
      at = isWhole ? stop + 1 : stop;
      if (isWhole) {
        break;
      }
    }
    return Optional.of(line.toString());
  }

  private boolean isMoreThere() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, reader.read(read));
      skipMark();
    }
    return at < end;
  }

  /// Some programs write one before all else.
  private void skipMark() {
    if (isAtBegin && end > 0 && read[0] == BYTE_ORDER_MARK) {
      at = 1;
    }
    isAtBegin = false;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
