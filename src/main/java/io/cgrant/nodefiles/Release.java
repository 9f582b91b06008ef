// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A release of a runtime.
///
/// @param patch empty where only `2.1` is known
public record Release(int major, int minor, OptionalInt patch) implements Comparable<Release> {

  private static final Pattern WRITTEN =
      Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?(?:[-+~][-+~.0-9A-Za-z]*)?");

  static Release of(int major, int minor) {
    return new Release(major, minor, OptionalInt.empty());
  }

  /// Reads `2.1`, `v2.1.9` and what a package calls it, as `2.1.9~ds1-5`.
  public static Optional<Release> read(String written) {
    Matcher parts = WRITTEN.matcher(written);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String patch = parts.group(3);
    return Optional.of(
        new Release(
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            patch == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(patch))));
  }

  /// By major and minor: a patch release changes no configuration.
  @Override
  public int compareTo(Release other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  boolean isBefore(Release other) {
    return compareTo(other) < 0;
  }

  /// Without its patch.
  String line() {
    return major + "." + minor;
  }

  @Override
  public String toString() {
    return patch.isPresent() ? line() + "." + patch.getAsInt() : line();
  }
}
