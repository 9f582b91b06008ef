// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.List;

/// The first word of what a container runs.
///
/// @param field `command[0]`; or `args[0]` where there is no command: the first word if the image
/// has no entrypoint of its own
/// @param text with the variables expanded that the container itself defines, as the kubelet does
/// @param unknown the variables in it whose values stand elsewhere, as in a Secret
public record Entrypoint(String field, String text, List<String> unknown) {}
