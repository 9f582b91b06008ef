// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The records that the webhook leaves of its decisions, read again: which are wanted, and the ways
/// to show them.
///
/// Knows neither options nor exit codes. Reads what the webhook's own `record` writes, as anybody
/// would: by the names of the fields.
package io.cgrant.cli.record;
