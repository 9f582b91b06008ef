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
  private static final String[] ALGORITHMS = {"sha256:", "sha384:", "sha512:"};

  /// What a reference may hold in front of its digest, and the brackets of an IPv6 address.
  private static final String HELD =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/:-[]";

  private static final boolean[] IS_HELD = new boolean[128];

  static {
    for (int i = 0; i < HELD.length(); i++) {
      IS_HELD[HELD.charAt(i)] = true;
    }
  }

  private ShownImage() {}

  /// The same where it can be a reference. Of others, what stands before an `@` that no digest
  /// follows is left out, as `https://***@registry.example.com/ray:2`, and so is what stands behind
  /// the first character that no reference has, as `registry.example.com/ray:2?***`.
  ///
  /// By hand: most lines of the log have some, and a pattern took as long as all else of a line.
  public static String of(String reference) {
    int first = firstForeign(reference);
    boolean canBeOne =
        first == reference.length()
            || reference.charAt(first) == '@' && isDigest(reference, first + 1);
    return canBeOne ? reference : withoutSecrets(reference);
  }

  /// The length where there is none.
  private static int firstForeign(String text) {
    int i = 0;
    while (i < text.length() && isHeld(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isHeld(char character) {
    return character < IS_HELD.length && IS_HELD[character];
  }

  private static boolean isDigest(String reference, int from) {
    for (String algorithm : ALGORITHMS) {
      int begin = from + algorithm.length();
      if (reference.startsWith(algorithm, from) && begin < reference.length()) {
        return ImageDigest.isHexadecimal(reference, begin);
      }
    }
    return false;
  }

  private static String withoutSecrets(String reference) {
    int at = reference.lastIndexOf('@');
    return at >= 0 && isDigest(reference, at + 1)
        ? withoutUser(reference.substring(0, at)) + reference.substring(at)
        : withoutUser(reference);
  }

  /// A password may hold anything, also an `@` or a slash: all before the last one is left out.
  private static String withoutUser(String name) {
    int at = name.lastIndexOf('@');
    if (at < 0) {
      return withoutRest(name);
    }
    Matcher scheme = SCHEME.matcher(name);
    String before = scheme.lookingAt() ? scheme.group() : "";
    return before + HIDDEN + "@" + withoutRest(name.substring(at + 1));
  }

  /// The first foreign character stays, to tell the author what is wrong. Before one that is an
  /// `@` in other writing there may be a password.
  private static String withoutRest(String name) {
    int first = firstForeign(name);
    if (first == name.length()) {
      return name;
    }
    int end = name.offsetByCodePoints(first, 1);
    String before = isOtherAt(name, first) ? HIDDEN : name.substring(0, first);
    return before + name.substring(first, end) + HIDDEN;
  }

  /// Whether it is the full-width one, the small one or that of a URL.
  private static boolean isOtherAt(String name, int index) {
    char character = name.charAt(index);
    return character == '\uFF20' || character == '\uFE6B' || name.startsWith("%40", index);
  }
}
