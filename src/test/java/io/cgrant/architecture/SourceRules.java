// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// What only the source text can show. Each rule answers with its findings, one sentence each.
final class SourceRules {

  private static final int LONGEST_FILE = 300;
  private static final int LONGEST_METHOD = 40;
  private static final String HEADER =
      "// Copyright The cgrant Authors\n// SPDX-License-Identifier: Apache-2.0\n";

  /// Opened once: it costs more than all the parsing.
  private static final JavaFileManager FILES =
      ToolProvider.getSystemJavaCompiler()
          .getStandardFileManager(null, null, StandardCharsets.UTF_8);

  private SourceRules() {}

  static Optional<String> header(String text) {
    return text.startsWith(HEADER)
        ? Optional.empty()
        : Optional.of("does not begin with the licence header");
  }

  static Optional<String> fileLength(String text) {
    long lines = text.lines().count();
    return lines <= LONGEST_FILE
        ? Optional.empty()
        : Optional.of("has " + lines + " lines, more than " + LONGEST_FILE);
  }

  /// The formatter cuts a `///` line that is too long, and its tail becomes an ordinary comment.
  static List<String> cutDocs(String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    return IntStream.range(1, lines.size())
        .filter(i -> lines.get(i - 1).startsWith("///"))
        .filter(i -> lines.get(i).startsWith("//") && !lines.get(i).startsWith("///"))
        .mapToObj(i -> "line " + (i + 1) + " is the tail of a doc comment: " + lines.get(i))
        .toList();
  }

  static List<String> methodLengths(String text) {
    var found = new ArrayList<String>();
    parsed(text, (unit, positions) -> new Methods(unit, positions, found).scan(unit, null));
    return found;
  }

  /// Texts in the code, not in its comments, that hold one of the words.
  static List<String> literals(String text, Set<String> words) {
    var found = new ArrayList<String>();
    var scanner =
        new TreePathScanner<Void, Void>() {
          @Override
          public Void visitLiteral(LiteralTree literal, Void nothing) {
            String value = String.valueOf(literal.getValue());
            words.stream().filter(value::contains).map("writes %s"::formatted).forEach(found::add);
            return super.visitLiteral(literal, nothing);
          }
        };
    parsed(text, (unit, positions) -> scanner.scan(unit, null));
    return found;
  }

  private static void parsed(String text, BiConsumer<CompilationUnitTree, SourcePositions> use) {
    try {
      var task =
          (JavacTask)
              ToolProvider.getSystemJavaCompiler()
                  .getTask(
                      null, FILES, null, List.of("-proc:none"), null, List.of(new Source(text)));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        use.accept(unit, positions);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Methods extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> found;

    Methods(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      long lines =
          line(positions.getEndPosition(unit, method))
              - line(positions.getStartPosition(unit, method))
              + 1;
      if (lines > LONGEST_METHOD) {
        found.add(
            "method " + method.getName() + " has " + lines + " lines, more than " + LONGEST_METHOD);
      }
      return super.visitMethod(method, nothing);
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
