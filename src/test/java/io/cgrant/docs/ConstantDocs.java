// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What the source of an enum says of each of its constants: the `///` block before it.
final class ConstantDocs {

  private static final Pattern CONSTANT = Pattern.compile("^ +([A-Z][A-Za-z]+)[,;]?$");

  private ConstantDocs() {}

  /// The paragraphs of each constant, in the order of the source; none where it has no block.
  static Map<String, List<String>> read(Path source, String name) {
    try {
      return of(Files.readString(source), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, List<String>> of(String source, String name) {
    int begin = source.indexOf("enum " + name + " {");
    if (begin < 0) {
      throw new AssertionError("no enum " + name);
    }
    var docs = new LinkedHashMap<String, List<String>>();
    var block = new StringBuilder();
    for (String line : source.substring(begin).lines().skip(1).toList()) {
      String text = line.strip();
      var constant = CONSTANT.matcher(line);
      if (text.startsWith("///")) {
        block.append(text.substring(3).strip()).append('\n');
      } else if (constant.matches()) {
        docs.put(constant.group(1), paragraphs(block.toString()));
        block.setLength(0);
      } else if (text.startsWith("//")) {
        throw new AssertionError(name + " has a doc line that was cut: " + text);
      } else if (!text.isEmpty()) {
        break;
      }
    }
    return docs;
  }

  private static List<String> paragraphs(String block) {
    var paragraphs = new ArrayList<String>();
    for (String paragraph : block.split("\n\n", -1)) {
      String text = paragraph.replace('\n', ' ').strip();
      if (!text.isEmpty()) {
        paragraphs.add(text);
      }
    }
    return paragraphs;
  }
}
