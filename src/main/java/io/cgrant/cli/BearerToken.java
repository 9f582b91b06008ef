// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.file.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Takes for a token only what can be sent as one. Java's client quotes a header that cannot be
/// sent, and this one is a secret.
final class BearerToken {

  private static final Pattern SENDABLE = Pattern.compile("[!-~]+");

  private BearerToken() {}

  /// @throws JudgeUnreachable when there is none in it
  static String in(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new JudgeUnreachable("--token-file " + file + " " + FileTrouble.reading(e));
    }
    return of(text, file.toString(), "; check --token-file");
  }

  /// @param where it stands
  /// @param wayOut as the end of a sentence
  /// @throws JudgeUnreachable when it is none
  static String of(String text, String where, String wayOut) {
    String token = text.strip();
    if (!SENDABLE.matcher(token).matches()) {
      throw new JudgeUnreachable(where + " holds no token, which is one word" + wayOut);
    }
    return token;
  }
}
