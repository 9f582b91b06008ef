// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

/// Something bad that is done to cgrant, and what must hold meanwhile.
interface Trial {

  TrialResult run(ChartStand stand);
}
