// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.delegation;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A release of a kernel or of a program of the node.
///
/// @param patch empty where only `2.1` is known; it counts as the first of its line
public record Release(int major, int minor, OptionalInt patch) {

  /// What a package or a build adds after the numbers says nothing of what the program can do.
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:[a-z-]+://)?(?:\\d+:)?v?(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,6}))?(?:\\.\\d+)*"
              + "(?:[-+~_][-+~_.0-9A-Za-z]*)?");

  private static final Comparator<Release> ORDER =
      Comparator.comparingInt(Release::major)
          .thenComparingInt(Release::minor)
          .thenComparingInt(release -> release.patch.orElse(0));

  public static Release of(int major, int minor) {
    return new Release(major, minor, OptionalInt.empty());
  }

  public static Release of(int major, int minor, int patch) {
    return new Release(major, minor, OptionalInt.of(patch));
  }

  /// Reads `2.1`, `v2.1.9`, what a package calls it, as `1:2.1.9~ds1-5`, a node, as
  /// `containerd://2.1.9`, and a kernel, as `6.1.0-39-amd64`. Empty where it begins with none.
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

  public boolean isBefore(Release other) {
    return ORDER.compare(this, other) < 0;
  }

  /// Its first, without a patch: `2.1` of `2.1.9`. A patch release changes no configuration.
  public Release line() {
    return of(major, minor);
  }

  @Override
  public String toString() {
    String line = major + "." + minor;
    return patch.isPresent() ? line + "." + patch.getAsInt() : line;
  }
}
