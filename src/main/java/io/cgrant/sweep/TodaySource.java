// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import io.cgrant.drift.Today;

/// What pods are judged by now.
interface TodaySource {

  /// Whether policies, namespaces and RuntimeClasses are known at all.
  boolean isReady();

  /// From memory, but for the age of a RuntimeClass that somebody wants to know.
  Today in(String namespace);
}
