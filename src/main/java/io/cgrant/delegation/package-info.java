// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Whose a cgroup is that is mounted writable: what the programs of a node hand over, and to whom,
/// and from which release on.
package io.cgrant.delegation;
