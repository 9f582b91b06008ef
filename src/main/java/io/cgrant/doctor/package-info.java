// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What is wrong with a cluster or a node on which writable cgroups are granted: facts in,
/// findings out.
///
/// Nothing here reads a cluster, a file or a clock; `doctor.cluster` and `doctor.node` do.
package io.cgrant.doctor;
