// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The command line: the same engine, of files, of a cluster that is read, or of a cgrant that is
/// asked. Commands, options, inputs and exit codes are here; how results are written down is in the
/// packages below.
package io.cgrant.cli;
