// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

/// One file of an order.
///
/// @param path below the folder it is written to
/// @param text all of it; ends in `\n`
public record NodeFile(String path, String text) {}
