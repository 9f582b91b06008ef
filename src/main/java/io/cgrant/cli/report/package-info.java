// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What `check` found out, and the ways to write it down: for people, for scripts, for JUnit and
/// SARIF readers.
///
/// Knows neither options nor exit codes.
package io.cgrant.cli.report;
