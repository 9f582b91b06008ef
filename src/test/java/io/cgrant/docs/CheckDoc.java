// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import io.cgrant.policy.check.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a check's source says of it: the `///` block before its record.
///
/// @param paragraphs each on one line, the labelled ones (`Source:`, `Way out:`) among them
/// @param parameters their descriptions by name; each begins with the field in a policy
public record CheckDoc(String name, List<String> paragraphs, Map<String, String> parameters) {

  /// Where the checks' sources are, from the root of the repository.
  public static final Path SOURCES = Path.of("src/main/java/io/cgrant/policy/check");

  private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern FIELD = Pattern.compile("`(require\\.[A-Za-z.\\[\\]]+)`: (.*)");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /// The names of all checks, in the order of the `permits` clause.
  public static List<String> names() {
    return Stream.of(Check.class.getPermittedSubclasses()).map(Class::getSimpleName).toList();
  }

  public static CheckDoc read(Path sources, String name) {
    return of(name, source(sources, name));
  }

  static CheckDoc of(String name, String source) {
    var paragraphs = new ArrayList<StringBuilder>();
    var parameters = new LinkedHashMap<String, StringBuilder>();
    var current = new StringBuilder();
    for (String line : block(source, name)) {
      if (line.startsWith("@param ")) {
        String[] words = line.split(" ", 3);
        current = new StringBuilder(words[2]);
        parameters.put(words[1], current);
        continue;
      }
      if (line.isEmpty()) {
        current = new StringBuilder();
        continue;
      }
      if (current.isEmpty()) {
        paragraphs.add(current);
      }
      current.append(current.isEmpty() ? "" : " ").append(line.strip());
    }
    var descriptions = new LinkedHashMap<String, String>();
    parameters.forEach((parameter, text) -> descriptions.put(parameter, text.toString()));
    return new CheckDoc(
        name, paragraphs.stream().map(StringBuilder::toString).toList(), descriptions);
  }

  /// The name in kebab-case, as folders, pages and the command line use it.
  public String id() {
    return WORD_START.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }

  /// The descriptions of the parameters by their field in a policy, as
  /// `require.hostPaths.allow`.
  ///
  /// @throws AssertionError where a parameter does not name its field
  public Map<String, String> fields() {
    var fields = new LinkedHashMap<String, String>();
    parameters.forEach(
        (parameter, text) -> {
          var field = FIELD.matcher(text);
          if (!field.matches()) {
            throw new AssertionError(
                "@param " + parameter + " of " + name + ": begin with its field, `require.…`: ");
          }
          fields.put(field.group(1), field.group(2));
        });
    return fields;
  }

  /// What follows a label, as `Way out`; empty where no paragraph has it.
  public String labelled(String label) {
    return paragraphs.stream()
        .filter(p -> p.startsWith(label + ": "))
        .map(p -> p.substring(label.length() + 2))
        .findFirst()
        .orElse("");
  }

  /// The reasons that the paragraph `Reasons:` names.
  public List<String> reasons() {
    return paragraphs.stream()
        .filter(p -> p.startsWith("Reasons: "))
        .flatMap(p -> QUOTED.matcher(p).results())
        .map(match -> match.group(1))
        .toList();
  }

  static String source(Path sources, String name) {
    try {
      return Files.readString(sources.resolve(name + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> block(String source, String name) {
    var block = new ArrayList<String>();
    for (String line : source.lines().toList()) {
      if (line.matches("public (record|enum) " + name + "\\b.*")) {
        return block;
      }
      if (line.startsWith("///")) {
        block.add(line.substring(3).stripLeading());
        continue;
      }
      block.clear();
    }
    throw new AssertionError(name + ".java declares neither record nor enum " + name);
  }
}
