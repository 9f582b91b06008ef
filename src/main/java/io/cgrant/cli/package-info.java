// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The command line: the same engine without a cluster.
package io.cgrant.cli;
