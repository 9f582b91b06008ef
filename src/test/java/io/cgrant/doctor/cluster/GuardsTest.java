// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import static io.cgrant.doctor.Severity.Error;
import static io.cgrant.doctor.Severity.Ok;
import static io.cgrant.doctor.Severity.Warning;
import static io.cgrant.doctor.cluster.ClusterObjects.BINDINGS;
import static io.cgrant.doctor.cluster.ClusterObjects.GUARDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.Finding;
import io.cgrant.doctor.Severity;
import io.cgrant.doctor.Told;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A guard that is there and guards less than it should.
final class GuardsTest {

  private static final String CLASSES = "ValidatingAdmissionPolicy/cgrant-runtime-classes ";
  private static final String AUTHORS = "ValidatingAdmissionPolicy/cgrant-template-authors ";

  @TempDir private Path folder;
  private ClusterObjects cluster;

  @BeforeEach
  void prepare() {
    cluster = ClusterObjects.well(folder);
  }

  /// @param said where, and what is found
  private record Bend(Severity severity, String said, Consumer<ClusterObjects> bent) {
    @Override
    public String toString() {
      return said;
    }
  }

  static Stream<Bend> bends() {
    return Stream.of(
        new Bend(
            Error,
            CLASSES + "failurePolicy is Ignore: what its expressions cannot judge, it lets by",
            c -> spec(c, 0).put("failurePolicy", "Ignore")),
        new Bend(
            Error,
            "ValidatingAdmissionPolicyBinding/cgrant-runtime-classes validationActions is [Audit],",
            c ->
                ((ObjectNode) c.first(BINDINGS).path("spec"))
                    .putArray("validationActions")
                    .add("Audit")),
        new Bend(
            Error,
            CLASSES + "it does not look at RuntimeClasses with handler [runc-cgroup-writable]",
            c -> condition(c, ", 'runc-cgroup-writable'", "")),
        new Bend(
            Warning,
            CLASSES + "matchConditions[has-gated-handler] is not as this version writes it",
            c -> condition(c, "]", ", 'else']")),
        new Bend(
            Warning,
            CLASSES + "matchConditions[never] is not as this version writes it: it is false, not",
            c ->
                ((ArrayNode) spec(c, 0).path("matchConditions"))
                    .addObject()
                    .put("name", "never")
                    .put("expression", "false")),
        new Bend(
            Warning,
            CLASSES + "matchConstraints.resourceRules is not as this version writes it",
            c ->
                ((ArrayNode) spec(c, 0).at("/matchConstraints/resourceRules/0/operations"))
                    .remove(1)),
        new Bend(
            Warning,
            AUTHORS + "matchConstraints.namespaceSelector is not as this version writes it",
            c ->
                ((ObjectNode) authors(c).path("matchConstraints"))
                    .putObject("namespaceSelector")
                    .putObject("matchLabels")
                    .put("team", "ml")),
        new Bend(
            Warning,
            AUTHORS + "variables[record] is not as this version writes it",
            c -> ((ObjectNode) authors(c).path("variables").get(1)).put("expression", "{}")),
        new Bend(
            Warning,
            CLASSES + "validations[1] is not as this version writes it",
            c -> ((ObjectNode) spec(c, 0).path("validations").get(1)).put("expression", "true")),
        new Bend(
            Warning,
            "ValidatingAdmissionPolicyBinding/cgrant-ordinary-classes"
                + " paramRef.parameterNotFoundAction is not as this version writes it: it is Allow,",
            c ->
                ((ObjectNode) c.named(BINDINGS, "cgrant-ordinary-classes").at("/spec/paramRef"))
                    .put("parameterNotFoundAction", "Allow")),
        new Bend(
            Warning,
            "ValidatingAdmissionPolicyBinding/cgrant-runtime-classes matchResources.namespaceSelector",
            c ->
                ((ObjectNode) c.first(BINDINGS).path("spec"))
                    .putObject("matchResources")
                    .putObject("namespaceSelector")
                    .putObject("matchLabels")
                    .put("a", "b")));
  }

  private static ObjectNode spec(ClusterObjects cluster, int index) {
    return (ObjectNode) cluster.object(GUARDS, index).path("spec");
  }

  private static ObjectNode authors(ClusterObjects cluster) {
    return (ObjectNode) cluster.named(GUARDS, "cgrant-template-authors").path("spec");
  }

  private static void condition(ClusterObjects cluster, String from, String to) {
    ObjectNode condition = (ObjectNode) spec(cluster, 0).path("matchConditions").get(0);
    String expression = condition.path("expression").asText();
    assertTrue(expression.contains(from), expression);
    condition.put("expression", expression.replace(from, to));
  }

  @ParameterizedTest
  @MethodSource("bends")
  void whatGuardsLessIsNamed(Bend bend) {
    bend.bent().accept(cluster);
    Diagnosis diagnosis = cluster.examined();
    List<Finding> found = Told.of(diagnosis, Concern.Guards);
    Told.haveWhyAndFix(diagnosis);
    assertEquals(1, found.size(), found::toString);
    Finding finding = found.getFirst();
    assertEquals(bend.severity(), finding.severity(), found::toString);
    assertTrue((finding.where() + " " + finding.what()).startsWith(bend.said()), found::toString);
  }

  @Test
  void whatIsSaidToPeopleAndBlanksAreNoDifference() {
    ObjectNode validation = (ObjectNode) spec(cluster, 0).path("validations").get(0);
    validation.put("messageExpression", "'nein'");
    validation.put("expression", " " + validation.path("expression").asText() + "\n");
    ((ObjectNode) spec(cluster, 0).path("matchConstraints")).putObject("objectSelector");
    assertEquals(Ok, cluster.found(Concern.Guards).getFirst().severity());
  }
}
