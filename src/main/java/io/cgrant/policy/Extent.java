// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.function.BooleanSupplier;

/// How much of a decision is written down. The verdict is the same.
///
/// @param findings most of one requirement
/// @param characters of all together, about; no policy is told of in full that comes later
/// @param isTimeUp whether there is no time for one more policy
public record Extent(int findings, long characters, BooleanSupplier isTimeUp) {

  public static final Extent WHOLE = new Extent(Integer.MAX_VALUE, Long.MAX_VALUE, () -> false);
}
