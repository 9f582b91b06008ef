// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A reference of an image as others than the pod's author may read it. No registry takes
/// credentials in a reference, and no API server refuses them there: people write them all the
/// same.
public final class ShownImage {

  private static final String HIDDEN = "***";
  private static final Pattern SCHEME = Pattern.compile("https?://");
  private static final List<String> ALGORITHMS = List.of("sha256:", "sha384:", "sha512:");

  private ShownImage() {}

  /// The same where it can be a reference. Of others, what stands before an `@` that no digest
  /// follows is left out, as `https://***@registry.example.com/ray:2`, and so is what stands behind
  /// a `?` or `#`.
  public static String of(String reference) {
    int at = reference.lastIndexOf('@');
    if (at < 0) {
      return withoutQuery(reference);
    }
    if (!isDigest(reference, at + 1)) {
      return withoutUser(reference);
    }
    return isPlain(reference)
        ? reference
        : withoutUser(reference.substring(0, at)) + reference.substring(at);
  }

  /// By hand: most references of most lines of the log have one, and a pattern took as long as all
  /// else of a line.
  private static boolean isDigest(String reference, int from) {
    for (String algorithm : ALGORITHMS) {
      int begin = from + algorithm.length();
      if (reference.startsWith(algorithm, from) && begin < reference.length()) {
        return isHexadecimal(reference, begin);
      }
    }
    return false;
  }

  /// Whether nothing of it is left out, but for what its last `@` begins.
  private static boolean isPlain(String reference) {
    return reference.indexOf('@') == reference.lastIndexOf('@')
        && reference.indexOf('?') < 0
        && reference.indexOf('#') < 0;
  }

  private static boolean isHexadecimal(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
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
