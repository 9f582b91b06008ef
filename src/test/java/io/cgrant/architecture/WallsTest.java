// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class WallsTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.cgrant");

  /// Of tests only: the package has no other classes.
  private static final JavaClasses FUZZ = new ClassFileImporter().importPackages("io.cgrant.fuzz");

  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern CLASS = Pattern.compile("class (\\w+)");

  @TestFactory
  Stream<DynamicTest> theWallStands() {
    return Walls.all().stream().map(w -> dynamicTest(w.name(), () -> w.rule().check(MAIN)));
  }

  @Test
  void theOracleStandsAlone() {
    Walls.ofTheOracle().rule().check(FUZZ);
    assertTrue(FUZZ.contain("io.cgrant.fuzz.OracleRoutes"));
    Walls.ORACLE.forEach(name -> assertTrue(FUZZ.contain("io.cgrant.fuzz." + name), name));
  }

  /// All breaches are compiled in one run, and each wall is shown its own.
  @TestFactory
  Stream<DynamicTest> theWallIsAWall(@TempDir Path directory) {
    List<Wall> walls = Stream.concat(Walls.all().stream(), Stream.of(Walls.ofTheOracle())).toList();
    compile(walls.stream().flatMap(w -> named(w, walls.indexOf(w)).stream()).toList(), directory);
    JavaClasses breaches = new ClassFileImporter().importPath(directory);
    return walls.stream()
        .map(w -> dynamicTest(w.name(), () -> assertBroken(w, walls.indexOf(w), breaches)));
  }

  @Test
  void theCoreIsAmongWhatIsLookedAt() {
    assertTrue(MAIN.contain("io.cgrant.policy.Gate"));
    assertTrue(MAIN.contain("io.cgrant.pod.PodView"));
  }

  private static void assertBroken(Wall wall, int number, JavaClasses breaches) {
    JavaClasses its =
        breaches.that(
            DescribedPredicate.describe(
                "breach " + number, c -> c.getSimpleName().endsWith("Breach" + number)));
    assertEquals(wall.breach().size(), its.size());
    assertTrue(wall.rule().evaluate(its).hasViolation(), "saw nothing in " + wall.breach());
  }

  private static List<String> named(Wall wall, int number) {
    return wall.breach().stream().map(s -> s.replace("Breach", "Breach" + number)).toList();
  }

  private static void compile(List<String> sources, Path directory) {
    var problems = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-d", directory.toString(), "-cp", System.getProperty("java.class.path"));
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                problems, null, null, options, null, sources.stream().map(Source::new).toList())
            .call();
    assertTrue(compiled, problems::toString);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(
          URI.create(
              "string:///"
                  + found(PACKAGE, text).replace('.', '/')
                  + "/"
                  + found(CLASS, text)
                  + ".java"),
          JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertTrue(matcher.find(), text);
    return matcher.group(1);
  }
}
