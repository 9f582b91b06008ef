// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version as far as it is compared: `2.1.9` of `containerd://2.1.9+ds1-5`.
public record Release(int major, int minor, int patch) implements Comparable<Release> {

  private static final Pattern NUMBERS =
      Pattern.compile("(?:.*://)?(?:\\d:)?v?(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,6}))?.*");

  private static final Comparator<Release> ORDER =
      Comparator.comparingInt(Release::major)
          .thenComparingInt(Release::minor)
          .thenComparingInt(Release::patch);

  /// Empty where the text begins with no version.
  public static Optional<Release> in(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.matches()) {
      return Optional.empty();
    }
    String patch = numbers.group(3) == null ? "0" : numbers.group(3);
    return Optional.of(
        new Release(
            Integer.parseInt(numbers.group(1)),
            Integer.parseInt(numbers.group(2)),
            Integer.parseInt(patch)));
  }

  boolean isBefore(int otherMajor, int otherMinor, int otherPatch) {
    return compareTo(new Release(otherMajor, otherMinor, otherPatch)) < 0;
  }

  @Override
  public int compareTo(Release other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
