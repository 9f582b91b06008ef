// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A reference of an image as others than the pod's author may read it. No registry takes
/// credentials in a reference, and no API server refuses them there: people write them all the
/// same.
public final class ShownImage {

  private static final String HIDDEN = "***";
  private static final Pattern SCHEME = Pattern.compile("https?://");
  private static final Pattern DIGEST = Pattern.compile("sha(256|384|512):[0-9A-Fa-f]+");

  private ShownImage() {}

  /// The same where it can be a reference. Of others, what stands before an `@` that no digest
  /// follows is left out, as `https://***@registry.example.com/ray:2`, and so is what stands behind
  /// a `?` or `#`.
  public static String of(String reference) {
    int at = reference.lastIndexOf('@');
    if (at < 0) {
      return withoutQuery(reference);
    }
    boolean hasDigest = DIGEST.matcher(reference.substring(at + 1)).matches();
    return hasDigest
        ? withoutUser(reference.substring(0, at)) + reference.substring(at)
        : withoutUser(reference);
  }

  /// A password may hold anything, also an `@` or a slash: all before the last one is left out.
  private static String withoutUser(String name) {
    int at = name.lastIndexOf('@');
    if (at < 0) {
      return withoutQuery(name);
    }
    Matcher scheme = SCHEME.matcher(name);
    String before = scheme.lookingAt() ? scheme.group() : "";
    return before + HIDDEN + withoutQuery(name.substring(at));
  }

  private static String withoutQuery(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '?' || name.charAt(i) == '#') {
        return name.substring(0, i + 1) + HIDDEN;
      }
    }
    return name;
  }
}
