// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/// What SnakeYAML says of a file that is no YAML, with the place and a way out.
final class YamlMistake {

  /// @param sign how SnakeYAML's words begin, or how those of what it was reading end
  private record WayOut(String sign, String advice) {}

  private static final List<WayOut> WAYS_OUT =
      List.of(
          new WayOut("found character '\\t", "indent with spaces, not with tabs"),
          new WayOut(
              "mapping values are not allowed",
              "begin a new line, or put text with \": \" in quotes"),
          new WayOut("expected <block end>", "indent what belongs together by the same width"),
          new WayOut(
              "could not find expected ':'", "write NAME: VALUE, or indent the line as text"),
          new WayOut("expected ',' or", "add the comma or the closing bracket"),
          new WayOut("found unexpected end of stream", "close the quotes"),
          new WayOut("found undefined alias", "mark the value it names with & above it"),
          new WayOut(
              "found unknown escape character", "double the backslash, or use single quotes"),
          new WayOut("found character", "put the text in quotes"));

  private static final String USUAL_ADVICE = "check the indentation, quotes and brackets there";

  private YamlMistake() {}

  static UnreadableFile of(String file, String text, YAMLException e) {
    return switch (e) {
      case MarkedYAMLException marked -> marked(file, marked);
      case ReaderException reader -> control(file, text, reader);
      default -> UnreadableFile.at(file, 0, sentence(firstLine(e.getMessage()), USUAL_ADVICE));
    };
  }

  private static UnreadableFile marked(String file, MarkedYAMLException e) {
    String problem = firstLine(e.getProblem());
    String advice =
        WAYS_OUT.stream()
            .filter(way -> problem.startsWith(way.sign()))
            .findFirst()
            .map(WayOut::advice)
            .orElse(USUAL_ADVICE);
    String detail = sentence(problem + context(e), advice);
    Optional<Mark> place = Optional.ofNullable(e.getProblemMark());
    return UnreadableFile.at(
        file,
        place.map(mark -> mark.getLine() + 1).orElse(0),
        place.map(mark -> mark.getColumn() + 1).orElse(0),
        detail);
  }

  private static String context(MarkedYAMLException e) {
    if (e.getContext() == null) {
      return "";
    }
    boolean beganElsewhere =
        e.getContextMark() != null
            && e.getProblemMark() != null
            && e.getContextMark().getLine() != e.getProblemMark().getLine();
    String where =
        beganElsewhere ? " that begins on line " + (e.getContextMark().getLine() + 1) : "";
    return " (" + firstLine(e.getContext()) + where + ")";
  }

  /// A character that YAML has no place for, which SnakeYAML counts from the start of the file.
  private static UnreadableFile control(String file, String text, ReaderException e) {
    String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    String problem = "the character U+%04X is not allowed".formatted(e.getCodePoint());
    return UnreadableFile.at(
        file,
        line,
        column,
        sentence(problem, "remove it, or write it as an escape in double quotes"));
  }

  private static String sentence(String problem, String advice) {
    return "not readable as YAML: " + problem + "; " + advice;
  }

  private static String firstLine(String text) {
    return text == null ? "no reason given" : text.lines().findFirst().orElse("");
  }
}
