// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The command line: the same engine without a cluster. Options, inputs and exit codes are here;
/// how results are written down is `report`'s.
package io.cgrant.cli;
