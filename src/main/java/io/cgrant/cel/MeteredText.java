// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

/// A text in which a pattern is sought again and again. Each search may read on to the end of the
/// text, only to find that it ended long before, so what is read is paid for.
final class MeteredText implements CharSequence {

  /// One search through the text is paid for before it begins. It reads some characters twice, once
  /// more for what stands around a place.
  private static final int FREE = 4;

  private static final int AT_ONCE = 64;

  private final String text;
  private final EffortMeter meter;
  private final int size;
  private long free;

  /// @param size of the pattern
  MeteredText(String text, EffortMeter meter, int size) {
    this.text = text;
    this.meter = meter;
    this.size = size;
    this.free = (long) FREE * text.length() + AT_ONCE;
  }

  @Override
  public char charAt(int place) {
    if (free == 0) {
      meter.spendOnTries(AT_ONCE, size);
      free = AT_ONCE;
    }
    free--;
    return text.charAt(place);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int from, int to) {
    return text.substring(from, to);
  }

  @Override
  public String toString() {
    return text;
  }
}
