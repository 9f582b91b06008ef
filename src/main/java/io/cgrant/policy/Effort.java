// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

/// How much work the expressions of one request may still do together. Work is counted and not
/// timed, so that the same pod gets the same answer on every machine.
///
/// For one request, and so for one thread.
public final class Effort {

  /// Steps for one request: a few milliseconds once the code is warm, and a hundred times what a
  /// rule over an ordinary pod takes.
  static final long FOR_ONE_REQUEST = 100_000;

  private long left;

  public Effort(long steps) {
    left = steps;
  }

  public static Effort ofOneRequest() {
    return new Effort(FOR_ONE_REQUEST);
  }

  /// False when there was not so much left; what was left is gone then.
  public boolean spend(long steps) {
    left -= steps;
    return left >= 0;
  }
}
