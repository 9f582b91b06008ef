// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The ways to write down an explanation, whoever made it.
///
/// Knows neither options nor exit codes.
package io.cgrant.cli.explain;
