// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0

/// What an attacker may send: pods bent at random and judged a second time by an oracle, hostile
/// bytes for every reader, and the attacks that are known by name.
///
/// [io.cgrant.fuzz.Oracle] and what it stands on share no code with cgrant and were written from
/// what runtimes, API server and the published checks say, before cgrant's own code was read.
package io.cgrant.fuzz;
