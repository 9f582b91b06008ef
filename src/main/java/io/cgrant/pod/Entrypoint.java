// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

/// The first word of what a container runs.
///
/// @param field `command[0]`; or `args[0]` where there is no command, which is the first word if
/// the
/// image has no entrypoint of its own
/// @param text with the variables expanded that the container itself defines, as the kubelet does
public record Entrypoint(String field, String text) {}
