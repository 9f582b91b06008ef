// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.connection.BoundedTransport;

/// How much memory the bodies of all requests under way may take together: a quarter of the heap. A
/// sender is told to come back before the process runs out.
///
/// In three shares, so that who sends large bodies, and never ends them, stops no smaller one.
/// Ordinary bodies draw on none: connections are bounded, each has one request at a time, and the
/// room for an ordinary one on every connection is left free.
public final class BodyRoom {

  /// In bytes, of one body. The API server takes objects up to 3 MiB and sends two of them.
  static final int LARGEST = 8 * 1024 * 1024;

  /// Ten times what the API server usually sends.
  static final int SMALL = 128 * 1024;

  /// One of a Deployment's pod, with the ServiceAccount's token, probes and all, fits.
  static final int ORDINARY = 20 * 1024;

  /// To collect the largest takes some beside it: what came before all of it had room.
  private static final int LEAST_FOR_LARGE = LARGEST + LARGEST / 8;

  private static final int LEAST_FOR_SMALL = 4 * SMALL;

  private final BodyBudget large;
  private final BodyBudget small;
  private final BodyBudget read = new BodyBudget(LARGEST);

  /// @param bytes for all bodies together; where that is too little, one of the largest size and
  ///     some small ones have room all the same
  BodyRoom(long bytes) {
    long shared =
        bytes - (long) BoundedTransport.MOST_REVIEWERS * ORDINARY - PolicyEndpoint.WAITING.bytes();
    long ofSmall = Math.max(LEAST_FOR_SMALL, Math.min(shared / 3, shared - LEAST_FOR_LARGE));
    small = new BodyBudget(ofSmall);
    large = new BodyBudget(Math.max(LEAST_FOR_LARGE, shared - ofSmall));
  }

  public static BodyRoom ofHeap() {
    return new BodyRoom(Runtime.getRuntime().maxMemory() / 4);
  }

  /// False when there is no room for an array of so many bytes; then nothing is taken.
  boolean take(int bytes) {
    if (bytes <= ORDINARY) {
      return true;
    }
    return (bytes <= SMALL ? small : large).take(bytes);
  }

  /// @param bytes as they were taken
  void giveBack(int bytes) {
    if (bytes > ORDINARY) {
      (bytes <= SMALL ? small : large).giveBack(bytes);
    }
  }

  /// What a body is made into while it is read can be five times its size. So of large ones, which
  /// several event loops may have got to at once, only so many are read as make one of the largest.
  boolean beginReading(int bytes) {
    return bytes <= SMALL || read.take(bytes);
  }

  void endReading(int bytes) {
    if (bytes > SMALL) {
      read.giveBack(bytes);
    }
  }
}
