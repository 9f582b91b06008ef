// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import java.util.OptionalLong;

/// When a decision that needed the API server was where, on the clock of `System.nanoTime`.
///
/// @param left when it began to wait for its turn
/// @param turn when it could ask; empty when its turn never came
/// @param back when it was on the event loop again
public record Detour(long left, OptionalLong turn, long back) {}
