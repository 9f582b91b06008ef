// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.e2e.node.NodesExtension.Emulated;
import io.cgrant.e2e.node.NodesExtension.OfSources;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/// Every claim of the security model names a test that is there, and every hostile workload and
/// every claim that is tested is in the pages.
class SecurityModelTest {

  private static final Path PAGE = Path.of("docs/explanation/security-model.md");
  private static final Path COMPATIBILITY = Path.of("docs/reference/node-compatibility.md");
  private static final Path HOSTILE = Path.of("e2e/node/hostile");
  private static final Path CLAIMS = Path.of("src/test/java/io/cgrant/e2e/node/Claim.java");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))\\.(\\w+)`");
  private static final Pattern CLASS_ALONE = Pattern.compile("`\\w+(?:IT|Test)`");
  private static final Pattern WORKLOAD = Pattern.compile("`(\\d\\d-[a-z-]+)`");
  private static final Pattern NAMED_CLAIM =
      Pattern.compile("`(?:Claims|Machine|Crio)IT\\.holds\\w*`: `(\\w+)`");
  private static final Pattern CLAIM =
      Pattern.compile("^  (\\w+)\\(\"([^\"]+)\"\\) \\{", Pattern.MULTILINE);

  private static final List<String> NOT_AS_IT_MUST_BE =
      List.of("| NO: ", "ESCAPED", "LIFTED", "| null |", "**Not run yet**");

  /// How a row says that nobody ran it: no other words do.
  private static final Pattern FROM_SOURCE =
      Pattern.compile("\\| from source, not run: [^|]*pull request \\d+, at the tags \\|$");

  @Test
  void everyRowOfATableNamesATestOrAWorkloadOrSaysThatItWasNotRun() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(l -> l.startsWith("| ") && !l.startsWith("| Claim |"))
            .toList();
    assertTrue(rows.size() > 20, rows.size() + " rows");
    assertEquals(
        List.of(),
        rows.stream()
            .filter(r -> !TEST.matcher(r).find() && !WORKLOAD.matcher(r).find())
            .filter(r -> !FROM_SOURCE.matcher(r).find())
            .toList());
    assertTrue(rows.stream().filter(r -> FROM_SOURCE.matcher(r).find()).count() <= 1);
  }

  @Test
  void everyTestIsThereAndIsOne() throws IOException {
    String page = Files.readString(PAGE);
    var missing = new ArrayList<String>();
    for (MatchResult named : TEST.matcher(page).results().toList()) {
      boolean isTest =
          methods(named).stream()
              .anyMatch(method -> AnnotationSupport.isAnnotated(method, Testable.class));
      if (!isTest) {
        missing.add(named.group());
      }
    }
    assertEquals(List.of(), missing);
    assertFalse(CLASS_ALONE.matcher(page).find(), "a class without the test that shows it");
  }

  /// What `make e2e-node` leaves out is marked, and nothing else.
  @Test
  void whatTakesTheMachineOrSourcesIsMarked() throws IOException {
    var wrong = new ArrayList<String>();
    for (String row : Files.readAllLines(PAGE).stream().filter(l -> l.startsWith("| ")).toList()) {
      List<MatchResult> named = TEST.matcher(row).results().toList();
      if (row.contains("*machine*") != any(named, SecurityModelTest::isOnTheMachine)) {
        wrong.add(row);
      }
      // All of CRI-O is, as its section says.
      boolean isMarked = row.contains("*sources*") || row.contains("`CrioIT.");
      if (isMarked != any(named, SecurityModelTest::isOfSources)) {
        wrong.add(row);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static boolean any(List<MatchResult> named, Predicate<Method> is) throws IOException {
    for (MatchResult one : named) {
      if (methods(one).stream().anyMatch(is)) {
        return true;
      }
    }
    return false;
  }

  /// By itself, or by what its class does before.
  private static boolean isOnTheMachine(Method method) {
    return Stream.concat(
            Stream.of(method),
            Stream.of(method.getDeclaringClass().getDeclaredMethods())
                .filter(m -> m.isAnnotationPresent(BeforeAll.class)))
        .flatMap(m -> Stream.of(m.getParameters()))
        .anyMatch(parameter -> parameter.isAnnotationPresent(Emulated.class));
  }

  private static boolean isOfSources(Method method) {
    return method.getDeclaringClass().getSimpleName().equals("CrioIT")
        || method.isAnnotationPresent(OfSources.class);
  }

  @Test
  void everyWorkloadAndEveryClaimIsInThePages() throws IOException {
    String model = Files.readString(PAGE);
    String seen = Files.readString(COMPATIBILITY);
    var missing = new ArrayList<String>();
    try (Stream<Path> files = Files.list(HOSTILE)) {
      for (Path file : files.filter(f -> !f.endsWith("lib")).sorted().toList()) {
        String name = file.getFileName().toString();
        if (!model.contains("`" + name + "`")) {
          missing.add(name + " in " + PAGE);
        }
        if (!seen.contains("| " + name + " |")) {
          missing.add(name + " in " + COMPATIBILITY);
        }
      }
    }
    Matcher claim = CLAIM.matcher(Files.readString(CLAIMS));
    while (claim.find()) {
      if (!model.contains("`" + claim.group(1) + "`")) {
        missing.add(claim.group(1) + " in " + PAGE);
      }
      if (!seen.contains(claim.group(2))) {
        missing.add(claim.group(2) + " in " + COMPATIBILITY);
      }
    }
    assertEquals(List.of(), missing);
  }

  /// A workload that was taken away or renamed shows nothing.
  @Test
  void everyWorkloadThatThePageNamesIsThere() throws IOException {
    List<String> named = groups(WORKLOAD, PAGE);
    assertTrue(named.size() >= 12, named::toString);
    assertEquals(
        List.of(),
        named.stream().filter(name -> !Files.isExecutable(HOSTILE.resolve(name))).toList());
  }

  /// Of what a test of claims shows, the page says which.
  @Test
  void everyClaimThatThePageNamesIsOne() throws IOException {
    List<String> all = groups(CLAIM, CLAIMS);
    List<String> named = groups(NAMED_CLAIM, PAGE);
    assertTrue(named.size() > 8, named::toString);
    assertEquals(List.of(), named.stream().filter(name -> !all.contains(name)).toList());
  }

  /// It is written from what was seen, so it may hold what must not be, and lack what was not.
  @Test
  void nothingThatWasSeenIsOtherThanItMustBe() throws IOException {
    assertEquals(
        List.of(),
        Files.readAllLines(COMPATIBILITY).stream()
            .filter(l -> NOT_AS_IT_MUST_BE.stream().anyMatch(l::contains))
            .toList());
  }

  private static List<String> groups(Pattern pattern, Path file) throws IOException {
    return pattern.matcher(Files.readString(file)).results().map(r -> r.group(1)).toList();
  }

  private static List<Method> methods(MatchResult named) throws IOException {
    return Stream.of(named(named.group(1)).getDeclaredMethods())
        .filter(method -> method.getName().equals(named.group(2)))
        .toList();
  }

  private static Class<?> named(String simpleName) throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      Path file =
          files
              .filter(f -> f.endsWith(simpleName + ".java"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no " + simpleName));
      String path = TESTS.relativize(file).toString().replace(".java", "");
      return Class.forName(path.replace('/', '.'), false, SecurityModelTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
