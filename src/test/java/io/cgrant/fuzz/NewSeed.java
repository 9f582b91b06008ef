// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

/// The seed of a run that is another each time, printed so that the run can be repeated.
public final class NewSeed {

  private static final String PROPERTY = "cgrant.fuzz.seed";

  private NewSeed() {}

  /// @param things what is made of it
  public static long of(String things) {
    long seed = Long.getLong(PROPERTY, System.nanoTime());
    System.out.println(things + " never seen before: -D" + PROPERTY + "=" + seed);
    return seed;
  }
}
