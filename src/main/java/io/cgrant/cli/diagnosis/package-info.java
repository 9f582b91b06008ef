// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What `doctor` found, and the ways to write it down.
///
/// Knows neither options nor exit codes.
package io.cgrant.cli.diagnosis;
