// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeSet;

/// Stands for a use in memory, at the same size however many groups somebody has: whoever reaches
/// the port can send megabytes of them.
///
/// Nobody can find two uses with one SHA-256, so no answer about one is ever taken for another.
record UseDigest(long first, long second, long third, long fourth) {

  static UseDigest of(Reviewer.Use use) {
    MessageDigest sha = sha256();
    add(sha, use.username());
    add(sha, use.policy());
    add(sha, use.namespace());
    // A set has no order of its own.
    for (String group : new TreeSet<>(use.groups())) {
      add(sha, group);
    }
    ByteBuffer digest = ByteBuffer.wrap(sha.digest());
    return new UseDigest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
  }

  /// With its length before it, so that "ab", "c" is not "a", "bc". Its characters as they are: a
  /// charset has one replacement for every half of a pair.
  private static void add(MessageDigest sha, String text) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + text.length() * Character.BYTES);
    bytes.putInt(text.length());
    bytes.asCharBuffer().put(text);
    sha.update(bytes.array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
