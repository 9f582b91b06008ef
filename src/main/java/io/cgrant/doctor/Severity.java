// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

/// How much a finding matters, the worst first.
public enum Severity {
  /// A grant is not what it says: it does nothing, it does more, or nobody judges it.
  Error,
  /// It works, and something that it rests on is missing or will be.
  Warning,
  /// Nothing is wrong, and somebody should know.
  Info,
  /// It was looked at, and nothing was found.
  Ok
}
