// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

/// What a collector is sent.
public enum Signal {
  Logs,
  Traces
}
