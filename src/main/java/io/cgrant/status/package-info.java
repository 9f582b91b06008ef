// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Writes the `status` of policies: whether one is in force, how often it granted and refused, and
/// which of its exceptions are used. One replica writes; all tell it what they have seen.
///
/// Nothing is decided by it, and no decision waits for it.
package io.cgrant.status;
