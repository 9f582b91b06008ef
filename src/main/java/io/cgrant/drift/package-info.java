// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Looking back: which pods hold a writable cgroup, and whether what they were granted by still
/// stands. Decides by the same gate, and reports only.
///
/// No I/O, no clock, no logging.
package io.cgrant.drift;
