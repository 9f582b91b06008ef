// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.apiserver;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// Stands for some texts in memory, at the same size however many and long they are: whoever
/// reaches a port can send megabytes of them. Nor does it tell them, where they are a secret.
///
/// Nobody can find two lists with one SHA-256, so no answer about one is ever taken for another.
public record Digest(long first, long second, long third, long fourth) {

  public static Digest of(List<String> texts) {
    MessageDigest sha = sha256();
    texts.forEach(text -> add(sha, text));
    ByteBuffer digest = ByteBuffer.wrap(sha.digest());
    return new Digest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
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
