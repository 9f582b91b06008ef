// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.cel.CelCompiler;
import io.cgrant.pod.Quantity;
import io.cgrant.policy.Authorization;
import io.cgrant.policy.Condition;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.Grant;
import io.cgrant.policy.LabelSelector;
import io.cgrant.policy.Match;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Quota;
import io.cgrant.policy.Route;
import io.cgrant.policy.Rule;
import io.cgrant.policy.Terms;
import io.cgrant.policy.check.AllowCapabilities;
import io.cgrant.policy.check.AllowHostPaths;
import io.cgrant.policy.check.AllowImages;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.ForbidHostNamespaces;
import io.cgrant.policy.check.ForbidHostPorts;
import io.cgrant.policy.check.ForbidHostProbes;
import io.cgrant.policy.check.ForbidRawBlock;
import io.cgrant.policy.check.ForbidSeLinuxOptions;
import io.cgrant.policy.check.ForbidUnconfinedAppArmor;
import io.cgrant.policy.check.ForbidUnsafeSysctls;
import io.cgrant.policy.check.RequireLimits;
import io.cgrant.policy.check.RequireProcMount;
import io.cgrant.policy.check.RequireQosClass;
import io.cgrant.policy.check.RequireQosClass.QosClass;
import io.cgrant.policy.check.RequireSeccomp;
import io.cgrant.policy.check.Requirement;
import io.cgrant.policy.check.Strict;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PolicyReaderTest {

  private static final ExpressionCompiler CEL = new CelCompiler();

  private static final Grant GRANT =
      new Grant(Set.of(Route.Name.RuntimeClass), "cgroup-writable", false);

  private static final LabelSelector TEAM_ML = new LabelSelector(Map.of("team", "ml"), List.of());

  static Stream<String> refused() {
    return PolicyFiles.names("refused-");
  }

  static Stream<String> good() {
    return PolicyFiles.names("good-");
  }

  @ParameterizedTest
  @MethodSource("good")
  void readsAPolicyThatMakesSense(String name) {
    assertInstanceOf(PolicyReading.Ready.class, PolicyReader.read(PolicyFiles.tree(name), CEL));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void namesEveryProblemWithItsPathAndTheWayOut(String name) {
    var invalid =
        assertInstanceOf(
            PolicyReading.Invalid.class, PolicyReader.read(PolicyFiles.tree(name), CEL), name);
    String found = invalid.problems().stream().map(p -> p + "\n").collect(Collectors.joining());
    assertEquals(PolicyFiles.text(name.replace(".yaml", ".txt")), found);
  }

  @Test
  void leftOutRequirementsAreTheStrictChecksInTheOrderOfTheRegistry() {
    assertEquals(
        new Policy(
            "smallest",
            0,
            Enforcement.Enforce,
            0,
            new Match(Optional.of(TEAM_ML), Optional.empty(), Set.of()),
            GRANT,
            Strict.CHECKS),
        policy("good-smallest.yaml"));
  }

  @Test
  void checksComeInTheOrderOfThePermitsClause() {
    List<Class<?>> registry = List.of(Check.class.getPermittedSubclasses());
    List<Integer> places =
        policy("good-smallest.yaml").checks().stream()
            .map(check -> registry.indexOf(check.getClass()))
            .toList();
    assertEquals(places.stream().sorted().toList(), places);
  }

  @Test
  void readsTheExampleOfTheDocumentation() {
    assertEquals(
        new Policy(
            "ray",
            0,
            Enforcement.Enforce,
            0,
            new Match(
                Optional.of(TEAM_ML), Optional.of(LabelSelector.EVERYTHING), Set.of("ray-head")),
            new Grant(Set.of(Route.Name.RuntimeClass), "cgroup-writable", true),
            exampleChecks(),
            List.of(),
            new Terms(List.of(EXAMPLE), Optional.empty(), Authorization.NotRequired)),
        policy("good-the-example.yaml"));
  }

  private static final PolicyException EXAMPLE =
      new PolicyException(
          "migration-4711",
          Set.of("ml-legacy"),
          Set.of(Requirement.limits),
          "...",
          "team-ml",
          Instant.parse("2027-01-31T00:00:00Z"));

  private static List<Check> exampleChecks() {
    var checks = new ArrayList<>(Strict.CHECKS);
    checks.set(
        2,
        new RequireLimits(
            List.of("cpu", "memory"),
            Map.of("cpu", Quantity.parse("16"), "memory", Quantity.parse("64Gi"))));
    checks.set(4, new AllowCapabilities(Set.of("CHOWN", "NET_BIND_SERVICE")));
    checks.add(
        checks.size() - 1,
        new AllowImages(List.of("registry.example.com/ray"), AllowImages.Digest.Required));
    return checks;
  }

  @Test
  void readsEveryFieldThatCanBeWritten() {
    Policy policy = policy("good-everything.yaml");
    assertEquals(Enforcement.Warn, policy.enforcement());
    assertEquals(-5, policy.priority());
    assertEquals(
        new Match(
            Optional.of(
                new LabelSelector(
                    Map.of("team", "ml", "example.com/tier", ""),
                    List.of(
                        new LabelSelector.In("env", Set.of("dev", "stage")),
                        new LabelSelector.NotIn("env", Set.of("prod")),
                        new LabelSelector.Exists("example.com/owned"),
                        new LabelSelector.DoesNotExist("legacy")))),
            Optional.of(LabelSelector.EVERYTHING),
            Set.of("ray-head", "ray.worker"),
            policy.match().conditions()),
        policy.match());
    assertEquals(
        List.of("not-batch"), policy.match().conditions().stream().map(Condition::name).toList());
    assertEquals(
        PolicyFiles.tree("good-everything.yaml").at("/spec/match/conditions/0/expression").asText(),
        policy.match().conditions().getFirst().text());
    assertEquals(List.of("small", "named"), policy.rules().stream().map(Rule::name).toList());
    assertEquals(
        List.of(Optional.of("at most four containers"), Optional.empty()),
        policy.rules().stream().map(Rule::message).toList());
    assertEquals(
        List.of(
            new ForbidHostNamespaces(),
            new RequireLimits(
                List.of("memory"),
                Map.of(
                    "cpu", Quantity.parse("16"),
                    "memory", Quantity.parse("64Gi"),
                    "ephemeral-storage", Quantity.parse("10G"))),
            new RequireQosClass(Set.of(QosClass.Guaranteed)),
            new AllowCapabilities(Set.of("CHOWN", "NET_BIND_SERVICE")),
            new RequireSeccomp(Set.of("Unconfined", "RuntimeDefault")),
            new RequireProcMount(Set.of("Default", "Unmasked")),
            new AllowHostPaths(List.of("/var/lib/images")),
            new ForbidRawBlock(),
            new ForbidHostPorts(),
            new ForbidHostProbes(),
            new ForbidUnconfinedAppArmor(),
            new ForbidSeLinuxOptions(),
            new ForbidUnsafeSysctls(),
            new AllowImages(List.of("registry.example.com/ray"), AllowImages.Digest.Required)),
        policy.checks());
  }

  @Test
  void anEmptyAllowListAllowsNothingAndIsNotTheSameAsLeavingItOut() {
    List<Check> checks = policy("good-allows-nothing.yaml").checks();
    assertEquals(new AllowCapabilities(Set.of()), checks.get(4));
    assertEquals(new AllowHostPaths(List.of()), checks.get(8));
    assertEquals(RequireLimits.STRICT, checks.get(2));
  }

  @Test
  void takesTheGenerationOfAStoredPolicy() {
    assertEquals("stored@3", policy("good-stored.yaml").provenance());
  }

  @Test
  void keepsNameAndGenerationOfAPolicyThatIsWrong() {
    JsonNode tree =
        new KubernetesSerialization()
            .unmarshal("{\"metadata\": {\"name\": \"ray\", \"generation\": 7}}", JsonNode.class);
    var invalid = assertInstanceOf(PolicyReading.Invalid.class, PolicyReader.read(tree, CEL));
    assertEquals("ray", invalid.name());
    assertEquals(7, invalid.generation());
  }

  /// Each costs more than its field, so they are not even made.
  @Test
  void ofVeryManyUnknownFieldsFiftyAreProblemsAndTheOthersOne() {
    var tree = (ObjectNode) PolicyFiles.tree("good-stored.yaml");
    IntStream.range(0, 1_000).forEach(i -> tree.put("z" + i, 0));
    var invalid = assertInstanceOf(PolicyReading.Invalid.class, PolicyReader.read(tree, CEL));
    assertEquals(51, invalid.problems().size());
    assertEquals("has 950 more that are no fields", invalid.problems().getLast().toString());
  }

  @Test
  void readsOnWhatAGrantDependsBesideThePod() {
    Policy policy = policy("good-everything-at-once.yaml");
    assertEquals(
        new Terms(List.of(EXAMPLE), Optional.of(new Quota(20)), Authorization.Required),
        policy.terms());
  }

  private static Policy policy(String name) {
    return assertInstanceOf(
            PolicyReading.Ready.class, PolicyReader.read(PolicyFiles.tree(name), CEL), name)
        .policy();
  }
}
