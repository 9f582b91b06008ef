// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What the gate says of an object, and what a pod holds, written down for programs.
///
/// The command line and the HTTP API both show it, so it is made here for both.
package io.cgrant.explain;
