// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import java.io.ByteArrayOutputStream;

/// The bytes of an answer, which shares the memory of a replica with the webhook.
final class BoundedAnswer extends ByteArrayOutputStream {

  private final int largest;

  /// It would become larger.
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooLarge() {
      super("the answer becomes too large", null, false, false);
    }
  }

  BoundedAnswer(int largest) {
    this.largest = largest;
  }

  @Override
  public synchronized void write(int b) {
    makeSure(1);
    super.write(b);
  }

  @Override
  public synchronized void write(byte[] b, int off, int len) {
    makeSure(len);
    super.write(b, off, len);
  }

  private void makeSure(int more) {
    if (more > largest - count) {
      throw new TooLarge();
    }
  }
}
