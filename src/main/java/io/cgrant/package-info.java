// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Starts the program and wires it. May see everything; nothing may see it.
package io.cgrant;
