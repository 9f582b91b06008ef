// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static io.cgrant.policy.Worlds.CLASS;
import static io.cgrant.policy.Worlds.FOREIGN;
import static io.cgrant.policy.Worlds.grant;
import static io.cgrant.policy.Worlds.granting;
import static io.cgrant.policy.Worlds.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cgrant.pod.Containers;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each message, word for word: the field, the value and the way out.
class GroundsTest {

  private static final PodView LABELLED = Pods.granted().view();

  @Test
  void anUnclearLabelIsQuoted() {
    assertSays(
        "metadata.labels[cgrant.io/writable-cgroup]: AskUnclear: the label is \"yes\";"
            + " write \"true\" to ask or \"false\" to opt out",
        Asks.mutate(Pods.granted().withLabel(Asking.LABEL, "yes").view()),
        policy("ray"));
  }

  @Test
  void anAskThatCameTooLateSaysSo() {
    assertSays(
        "metadata.labels[cgrant.io/writable-cgroup]: AskUnanswered: the pod asks but carries no"
            + " RuntimeClass, which only its creation can set; create it anew, or check that the"
            + " mutating webhook is installed",
        Asks.validate(LABELLED),
        policy("ray"));
  }

  @Test
  void aForeignClassIsAConflict() {
    assertSays(
        "spec.runtimeClassName: RuntimeClassConflict: a writable cgroup is asked for, but the pod"
            + " names RuntimeClass \"kata\", whose handler gives none; remove the class, or set the"
            + " pod's label cgrant.io/writable-cgroup to \"false\"",
        Asks.mutate(Pods.granted().withRuntimeClass(FOREIGN).view()),
        policy("ray"));
  }

  @Test
  void noPolicyNamesTheNamespace() {
    assertSays(
        "metadata.namespace: NoPolicy: no WritableCgroupPolicy speaks for this pod in namespace"
            + " \"ml-prod\"; ask the platform team for one that matches its namespace labels, pod"
            + " labels and ServiceAccount",
        Asks.mutate(LABELLED));
  }

  @Test
  void aRouteThatIsNotGrantedNamesThoseThatAre() {
    var crio = new Grant(Set.of(Route.Name.NriAnnotation, Route.Name.CrioAnnotation), CLASS, false);
    assertSays(
        "spec.runtimeClassName: RouteNotGranted: the pod takes the route RuntimeClass to a writable"
            + " cgroup, and the policy grants only [CrioAnnotation, NriAnnotation]; remove it or ask"
            + " for a policy that grants it",
        Asks.validate(Pods.granted().withRuntimeClass(CLASS).view()),
        granting(policy("ray"), crio));
    assertSays(
        "spec.runtimeClassName: RouteNotGranted: the label asks for a RuntimeClass, and the policy"
            + " grants only [CrioAnnotation, NriAnnotation]; remove the label or ask for a policy"
            + " that grants RuntimeClass",
        Asks.mutate(LABELLED),
        granting(policy("ray"), crio));
  }

  /// Where the word is taken out, the image's own entrypoint runs.
  @Test
  void ofSystemdItSaysWhatCannotBeSeen() {
    assertSays(
        "spec.containers[0].command[0]: RouteNotGranted: the pod takes the route CrioSystemd to a"
            + " writable cgroup, and the policy grants only [RuntimeClass]; remove it or ask for a"
            + " policy that grants it; what an image's own ENTRYPOINT starts, cgrant cannot see",
        Asks.validate(
            Pods.granted()
                .withRuntimeClass(CLASS)
                .withoutContainers()
                .withContainer(Containers.main("main").withEntrypoint("/sbin/init"))
                .view()),
        policy("ray"));
  }

  @Test
  void ofTheVariablesOfAFirstWordFiveAreNamedEachCut() {
    assertSays(
        "spec.containers[0].command[0]: EntrypointUnknown: container \"main\" runs what the variable"
            + " A, B, C, D, "
            + "E".repeat(253)
            + "… and 2 more holds, which is not in the pod; CRI-O makes the cgroup writable if that"
            + " is systemd, so write the program out, or ask for a policy that grants CrioSystemd;"
            + " what an image's own ENTRYPOINT starts, cgrant cannot see",
        Asks.validate(running("A", "B", "C", "D", "E".repeat(1_000_000), "F", "G")),
        policy("ray"));
    assertSays(
        "spec.containers[0].command[0]: EntrypointUnknown: container \"main\" runs what the variable"
            + " A holds, which is not in the pod; CRI-O makes the cgroup writable if that is"
            + " systemd, so write the program out, or ask for a policy that grants CrioSystemd;"
            + " what an image's own ENTRYPOINT starts, cgrant cannot see",
        Asks.validate(running("A")),
        policy("ray"));
  }

  private static PodView running(String... variables) {
    return Pods.granted()
        .withRuntimeClass(CLASS)
        .withoutContainers()
        .withContainer(Containers.main("main").withEntrypoint("$(A)", variables))
        .view();
  }

  @Test
  void aClassThePolicyCannotGiveIsNamed() {
    assertSays(
        "spec.runtimeClassName: RuntimeClassNotFound: the policy grants RuntimeClass \"gone\","
            + " which does not exist; create it or grant another class",
        Asks.mutate(LABELLED),
        granting(policy("ray"), grant("gone")));
    assertSays(
        "spec.runtimeClassName: RuntimeClassNotGated: the policy grants RuntimeClass \"kata\", whose"
            + " handler \"kata\" is not a gated one; name it in cgrant.gated-handlers or grant"
            + " another class",
        Asks.mutate(LABELLED),
        granting(policy("ray"), grant(FOREIGN)));
  }

  @Test
  void aNamespaceThatAsksHearsWhyItsPodStaysOrdinary() {
    var labels = Map.of("team", "ml", Asking.LABEL, "true");
    PodView pod = Pods.granted().withoutLabels().view();
    Verdict verdict = Gate.decide(Asks.mutate(pod), Worlds.in(labels));
    var unmet = assertInstanceOf(Verdict.NotAsked.class, verdict).unmet();
    assertEquals("NoPolicy", unmet.getFirst().finding().reason().name());
    assertEquals(Optional.empty(), unmet.getFirst().policy());
  }

  @Test
  void aFindingInATemplateIsLocatedThereAndTheNamespaceIsNot() {
    assertEquals("spec.template.spec.x", Asks.DEPLOYMENT.locate("spec.x"));
    assertEquals("spec.x", Asks.POD.locate("spec.x"));
    assertEquals("metadata.namespace", Asks.DEPLOYMENT.locate("metadata.namespace"));
  }

  private static void assertSays(String line, Ask ask, Policy... policies) {
    Verdict verdict = Gate.decide(ask, Worlds.with(policies));
    var objections = assertInstanceOf(Verdict.Refused.class, verdict).objections();
    assertEquals(1, objections.size());
    var finding = objections.getFirst().finding();
    assertEquals(line, finding.path() + ": " + finding.reason().name() + ": " + finding.detail());
  }
}
