// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.List;

/// The first word of what a container runs.
///
/// @param field `command[0]`; or `args[0]` where there is no command: the first word if the image
/// has no entrypoint of its own
/// @param text with the variables expanded that the container itself defines, as the kubelet does;
/// of a longer one its beginning
/// @param startsSystemd whether CRI-O takes it for systemd
/// @param unknown the variables in it whose values stand elsewhere, as in a Secret
public record Entrypoint(String field, String text, boolean startsSystemd, List<String> unknown) {

  /// As long as a path may be (`PATH_MAX`). It stays in memory as long as the pod is judged, and
  /// variables make long ones of short ones.
  private static final int LONGEST = 4_096;

  /// @param word all of it
  public Entrypoint(String field, String word, List<String> unknown) {
    this(
        field,
        word.length() > LONGEST ? word.substring(0, LONGEST) : word,
        isSystemd(word),
        unknown);
  }

  /// CRI-O `WillRunSystemd`: the substring `/sbin/init` anywhere, or the base name `systemd`. Go's
  /// `filepath.Base` passes over slashes at the end.
  private static boolean isSystemd(String word) {
    int end = word.length();
    while (end > 0 && word.charAt(end - 1) == '/') {
      end--;
    }
    String base = word.substring(word.lastIndexOf('/', end - 1) + 1, end);
    return word.contains("/sbin/init") || base.equals("systemd");
  }
}
