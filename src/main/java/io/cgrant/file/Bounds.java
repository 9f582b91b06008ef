// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

/// How large a file may be.
///
/// @param bytes of the file
/// @param values counted after aliases are resolved, so that a small file cannot unfold into
/// a large one
/// @param text in bytes, of keys and values as JSON has them, counted likewise: many aliases of one
/// long text are few values
public record Bounds(int bytes, int values, int text) {

  /// Far above any manifest, far below what makes reading one expensive.
  public static final Bounds OF_FILES = of(16 * 1024 * 1024, 500_000);

  static final int DEEPEST = 100;

  /// No escape of YAML, as `\0`, becomes longer than three times its length in JSON.
  private static final int ONLY_BY_ALIASES = 4;

  /// With as much text as a file has that uses no aliases, and more.
  public static Bounds of(int bytes, int values) {
    return new Bounds(bytes, values, ONLY_BY_ALIASES * bytes);
  }

  /// As people say it: `16 MiB`.
  String size() {
    return said(bytes);
  }

  private static String said(int bytes) {
    int mebibytes = bytes / 1024 / 1024;
    return mebibytes > 0 ? mebibytes + " MiB" : bytes / 1024 + " KiB";
  }

  UnreadableFile tooMany(String file, int line) {
    return UnreadableFile.at(
        file,
        line,
        "holds more than " + values + " values once its aliases are resolved; split the file");
  }

  Count in(String file) {
    return new Count(file);
  }

  /// What was met in one file.
  final class Count {

    private final String file;
    private int met;
    private long written;

    private Count(String file) {
      this.file = file;
    }

    /// Counts one more value.
    ///
    /// @throws UnreadableFile when it is one too many, or too deep
    void enter(int depth, int line) {
      if (depth > DEEPEST) {
        throw UnreadableFile.at(
            file,
            line,
            "nested deeper than " + DEEPEST + " levels; no Kubernetes object needs that");
      }
      met++;
      if (met > values) {
        throw tooMany(file, line);
      }
    }

    /// Counts one more key or value that is not a list or mapping.
    ///
    /// @throws UnreadableFile when all together are too long
    void write(String scalar, int line) {
      written += lengthInJson(scalar);
      if (written > text) {
        throw UnreadableFile.at(
            file,
            line,
            "holds more than "
                + said(text)
                + " of text once its aliases are resolved; name long texts by fewer aliases, or"
                + " split the file");
      }
    }

    /// In bytes, or more.
    private static long lengthInJson(String text) {
      long length = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c < 0x20) {
          length += 6;
        } else if (c == '"' || c == '\\') {
          length += 2;
        } else {
          length += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
      }
      return length;
    }
  }
}
