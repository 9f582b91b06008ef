// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Reads what a node is from its files, below any folder: `/`, or wherever a DaemonSet has the
/// node's mounted. Executes nothing, follows no link out of that folder, and reads nothing large.
package io.cgrant.doctor.node;
