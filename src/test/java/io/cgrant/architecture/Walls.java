// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Who may know whom.
///
/// ```text
/// pod <- policy.check <- policy <- admission <- every adapter <- root
/// ```
final class Walls {

  private static final String ROOT = "io.cgrant";

  /// Each room of the core, with the other rooms it may see.
  static final Map<String, List<String>> CORE =
      Map.of(
          "pod", List.of(),
          "policy.check", List.of("pod"),
          "policy", List.of("pod", "policy.check"),
          "admission", List.of("pod", "policy.check", "policy"),
          "drift", List.of("pod", "policy.check", "policy"),
          "delegation", List.of(),
          "placement", List.of(),
          "doctor", List.of("delegation", "placement", "pod", "policy.check", "policy"),
          "nodefiles", List.of("delegation"));

  /// Each adapter, with the other adapters it may see.
  static final Map<String, List<String>> ADAPTERS =
      Map.ofEntries(
          Map.entry("manifest", List.of()),
          Map.entry("crd", List.of()),
          Map.entry("reading", List.of("crd", "manifest")),
          Map.entry("file", List.of("crd", "manifest", "reading")),
          Map.entry("connection", List.of()),
          Map.entry("webhook", List.of("connection", "manifest", "reading")),
          Map.entry("registration", List.of("crd")),
          Map.entry("apiserver", List.of()),
          Map.entry("inquiry", List.of("apiserver", "crd", "manifest", "trouble")),
          Map.entry("cluster", List.of("apiserver", "crd", "inquiry", "reading")),
          Map.entry("runtimeclass", List.of("cluster", "registration", "trouble")),
          Map.entry("status", List.of("audit", "cluster", "crd", "outlet", "reading", "trouble")),
          Map.entry("sweep", List.of("apiserver", "cluster", "manifest", "trouble")),
          Map.entry("folder", List.of("file")),
          Map.entry("migrate", List.of("crd", "file", "manifest")),
          Map.entry("explain", List.of("manifest")),
          Map.entry("access", List.of("apiserver")),
          Map.entry(
              "api",
              List.of(
                  "access",
                  "cluster",
                  "connection",
                  "crd",
                  "explain",
                  "file",
                  "manifest",
                  "reading",
                  "sweep")),
          Map.entry(
              "cli",
              List.of(
                  "crd",
                  "doctor.cluster",
                  "doctor.node",
                  "explain",
                  "file",
                  "manifest",
                  "migrate",
                  "reading")),
          Map.entry(
              "doctor.cluster", List.of("file", "manifest", "node", "reading", "registration")),
          Map.entry("doctor.node", List.of("file")),
          Map.entry("audit", List.of("outlet", "ownership")),
          Map.entry("outlet", List.of()),
          Map.entry("record", List.of("outlet", "ownership")),
          Map.entry("ownership", List.of("apiserver", "manifest", "outlet")),
          Map.entry("certs", List.of()),
          Map.entry("leadership", List.of("trouble")),
          Map.entry("trouble", List.of()),
          Map.entry("node", List.of("apiserver", "manifest", "trouble")),
          Map.entry("policyreport", List.of("apiserver", "manifest", "trouble")),
          Map.entry(
              "metric",
              List.of("api", "audit", "certs", "outlet", "policyreport", "rotation", "webhook")),
          Map.entry("telemetry", List.of("outlet", "ownership", "record", "webhook")),
          Map.entry("rotation", List.of("certs", "registration", "trouble")),
          Map.entry("cel", List.of()));

  /// What the oracle is made of, beside what is called so.
  static final Set<String> ORACLE = Set.of("Amount", "Judgement", "Reading", "Terms", "Tree");

  private Walls() {}

  static List<Wall> all() {
    var walls = new ArrayList<Wall>();
    CORE.forEach((room, seen) -> walls.add(coreRoom(room, seen)));
    ADAPTERS.forEach((adapter, seen) -> walls.add(adapter(adapter, seen)));
    walls.add(noInputOrOutputInTheCore());
    walls.add(noClockInTheCore());
    walls.add(nothingSeesTheRoot());
    walls.add(everyPackageHasItsPlace());
    walls.add(noDrawers());
    walls.add(noCycles());
    walls.add(noFlags());
    walls.add(oneMeasures());
    walls.add(oneSends());
    return walls;
  }

  /// Of the tests. The second opinion is one as long as it shares nothing with what it judges.
  static Wall ofTheOracle() {
    return Wall.of(
        "the oracle knows nothing of cgrant",
        noClasses()
            .that(isOfTheOracle())
            .should()
            .dependOnClassesThat(
                resideInAPackage(ROOT + "..").and(DescribedPredicate.not(isOfTheOracle()))),
        "package io.cgrant.fuzz; final class OracleBreach { io.cgrant.policy.Route.Name route; }");
  }

  private static DescribedPredicate<JavaClass> isOfTheOracle() {
    return DescribedPredicate.describe(
        "are the oracle's",
        type -> {
          String name = type.getBaseComponentType().getName();
          String outer = name.replace(ROOT + ".fuzz.", "").replaceFirst("\\$.*", "");
          return outer.startsWith("Oracle") || ORACLE.contains(outer);
        });
  }

  private static Wall coreRoom(String room, List<String> seen) {
    String[] allowed =
        Stream.of(Stream.of("java.."), seen.stream().map(Walls::name), Stream.of(name(room)))
            .flatMap(s -> s)
            .toArray(String[]::new);
    return Wall.of(
        room + " knows only java.. and " + seen,
        classes()
            .that()
            .resideInAPackage(name(room))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(allowed)),
        """
        package %s;
        public final class Breach {
          public com.fasterxml.jackson.databind.JsonNode node;
        }
        """
            .formatted(name(room)));
  }

  private static Wall adapter(String adapter, List<String> seen) {
    String[] others =
        ADAPTERS.keySet().stream()
            .filter(a -> !a.equals(adapter) && !seen.contains(a))
            .map(a -> name(a) + "..")
            .sorted()
            .toArray(String[]::new);
    String other = others[0].replace("..", "");
    return Wall.of(
        adapter + " knows no other adapter but " + seen,
        noClasses()
            .that()
            .resideInAPackage(name(adapter) + "..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(others)),
        "package " + other + "; public final class OtherBreach {}",
        "package " + name(adapter) + "; final class Breach { " + other + ".OtherBreach it; }");
  }

  private static Wall noInputOrOutputInTheCore() {
    return Wall.of(
        "the core reads no file, socket, clock or environment, and writes no log",
        noClasses()
            .that(resideInAnyPackage(rooms()))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                        "java.io..",
                        "java.net..",
                        "java.nio.file..",
                        "java.util.logging..",
                        "java.util.concurrent..")
                    .or(isOneOf("java.lang.System", "java.lang.Thread", "java.time.Clock"))),
        "package io.cgrant.policy; final class Breach { long now = System.currentTimeMillis(); }");
  }

  /// A moment is a value like any other; what time it is now comes from outside.
  private static Wall noClockInTheCore() {
    return Wall.of(
        "the core does not ask what time it is",
        noClasses().that(resideInAnyPackage(rooms())).should().callMethod(Instant.class, "now"),
        "package io.cgrant.policy; final class Breach { Object n = java.time.Instant.now(); }");
  }

  private static Wall nothingSeesTheRoot() {
    return Wall.of(
        "nothing sees the root",
        noClasses()
            .that(resideInAPackage(ROOT + "..").and(DescribedPredicate.not(resideInAPackage(ROOT))))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT)),
        "package io.cgrant.certs; final class Breach { Class<?> it = io.cgrant.Main.class; }");
  }

  private static Wall everyPackageHasItsPlace() {
    String[] known =
        Stream.of(
                Stream.of(ROOT),
                Arrays.stream(rooms()),
                ADAPTERS.keySet().stream().map(a -> name(a) + ".."))
            .flatMap(s -> s)
            .toArray(String[]::new);
    return Wall.of(
        "every package has its place in this file",
        classes().should().resideInAnyPackage(known),
        "package io.cgrant.elsewhere; final class Breach {}");
  }

  private static Wall noDrawers() {
    var drawers = List.of("util", "common", "helper", "impl", "model", "service", "manager");
    String[] names =
        drawers.stream()
            .flatMap(d -> Stream.of(".." + d + "..", ".." + d + "s.."))
            .toArray(String[]::new);
    return Wall.of(
        "no package is a drawer: " + drawers,
        noClasses().should().resideInAnyPackage(names),
        "package io.cgrant.cluster.util; final class Breach {}");
  }

  private static Wall noCycles() {
    return Wall.of(
        "no package depends on itself by way of another",
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles(),
        "package io.cgrant.audit; public final class OneBreach { io.cgrant.certs.OtherBreach it; }",
        "package io.cgrant.certs; public final class OtherBreach { io.cgrant.audit.OneBreach it;"
            + " }");
  }

  /// So nothing is measured that is not declared. `Wiring` gives it the registry, and `JvmMeters`
  /// has the Java machine's figures.
  private static Wall oneMeasures() {
    return Wall.of(
        "only metric knows Micrometer",
        noClasses()
            .that()
            .resideOutsideOfPackage(name("metric"))
            .and(DescribedPredicate.not(isOneOf(ROOT + ".Wiring", ROOT + ".JvmMeters")))
            .should()
            .dependOnClassesThat(resideInAPackage("io.micrometer..")),
        """
        package io.cgrant.webhook;
        final class Breach { io.micrometer.core.instrument.Counter it; }
        """);
  }

  /// So nothing of it is loaded where it is not wanted.
  private static Wall oneSends() {
    return Wall.of(
        "only telemetry knows OpenTelemetry",
        noClasses()
            .that()
            .resideOutsideOfPackage(name("telemetry"))
            .should()
            .dependOnClassesThat(resideInAPackage("io.opentelemetry..")),
        """
        package io.cgrant.webhook;
        final class Breach { io.opentelemetry.api.trace.Span it; }
        """);
  }

  /// Excepted: constructors (a record's are its components) and what a foreign type demands.
  private static Wall noFlags() {
    return Wall.of(
        "no public method takes a flag",
        methods()
            .that()
            .arePublic()
            .and(isOurOwnWord())
            .should()
            .notHaveRawParameterTypes(anyFlag()),
        "package io.cgrant.cli; public final class Breach { public void print(boolean loud) {} }");
  }

  private static DescribedPredicate<JavaMethod> isOurOwnWord() {
    return DescribedPredicate.describe(
        "are declared by us",
        method ->
            !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                && Stream.concat(
                        method.getOwner().getAllRawSuperclasses().stream(),
                        method.getOwner().getAllRawInterfaces().stream())
                    .filter(type -> !type.getPackageName().startsWith(ROOT))
                    .noneMatch(type -> declares(type, method)));
  }

  private static boolean declares(JavaClass type, JavaMethod method) {
    return type.getMethods().stream()
        .anyMatch(
            m ->
                m.getName().equals(method.getName())
                    && m.getRawParameterTypes().size() == method.getRawParameterTypes().size());
  }

  private static DescribedPredicate<List<JavaClass>> anyFlag() {
    return DescribedPredicate.describe(
        "a boolean",
        types ->
            types.stream()
                .anyMatch(t -> t.isEquivalentTo(boolean.class) || t.isEquivalentTo(Boolean.class)));
  }

  private static DescribedPredicate<JavaClass> isOneOf(String... names) {
    Set<String> wanted = new TreeSet<>(List.of(names));
    return DescribedPredicate.describe("one of " + wanted, c -> wanted.contains(c.getFullName()));
  }

  private static String[] rooms() {
    return CORE.keySet().stream().map(Walls::name).toArray(String[]::new);
  }

  private static String name(String room) {
    return ROOT + "." + room;
  }
}
