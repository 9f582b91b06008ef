// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.cluster.Moving;
import io.cgrant.inquiry.Reviewer.Use;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Inquiry;
import io.cgrant.policy.TemplateAuthor;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PermissionsTest {

  private static final Inquiry.Permission RAY = new Inquiry.Permission("ray");
  private static final String CONTROLLER =
      "system:serviceaccount:kube-system:replicaset-controller";
  private static final String ACCOUNT = "system:serviceaccount:ml:default";

  private final Moving clock = new Moving();
  private final List<Use> asked = new ArrayList<>();
  private final Set<String> allowed = new HashSet<>(Set.of("ann", ACCOUNT));
  private final Permissions permissions = new Permissions(this::allows, clock, Worlds.CONTROLLERS);

  @Test
  void theAuthorAndTheServiceAccountAreAskedAboutWithTheirGroups() {
    assertEquals(List.of(), reasons("ann"));
    assertEquals(
        List.of(
            new Use("ann", Set.of("devs"), "ray", "ml"),
            new Use(
                ACCOUNT,
                Set.of(
                    "system:serviceaccounts", "system:serviceaccounts:ml", "system:authenticated"),
                "ray",
                "ml")),
        asked);
  }

  @Test
  void eachOfThemMustBeAllowed() {
    assertEquals(List.of("AuthorNotAllowed"), reasons("bob"));
    allowed.remove(ACCOUNT);
    clock.by(Permissions.KEPT_IF_ALLOWED);
    assertEquals(List.of("ServiceAccountNotAllowed"), reasons("ann"));
    assertEquals(List.of("AuthorNotAllowed", "ServiceAccountNotAllowed"), reasons("bob"));
  }

  @Test
  void aRightThatIsTakenAwayEndsAfterTenSecondsAndOneThatIsGivenCountsAfterFive() {
    assertEquals(List.of(), reasons("ann"));
    assertEquals(List.of("AuthorNotAllowed"), reasons("bob"));
    allowed.remove("ann");
    allowed.add("bob");
    clock.by(Permissions.KEPT_IF_REFUSED.minusMillis(1));
    assertEquals(List.of("AuthorNotAllowed"), reasons("bob"));
    clock.by(Duration.ofMillis(1));
    assertEquals(List.of(), reasons("bob"));
    assertEquals(List.of(), reasons("ann"));
    clock.by(Permissions.KEPT_IF_REFUSED);
    assertEquals(List.of("AuthorNotAllowed"), reasons("ann"));
  }

  @Test
  void neverKeepsMoreThanItsBound() {
    for (int i = 0; i < Permissions.MOST_KEPT + 10; i++) {
      reasons("user-" + i);
    }
    assertEquals(Permissions.MOST_KEPT, permissions.kept());
    clock.by(Permissions.KEPT_IF_ALLOWED);
    reasons("ann");
    assertEquals(2, permissions.kept());
  }

  @Test
  void whatHasEndedIsForgottenThoughThereIsRoom() {
    reasons("ann");
    clock.by(Permissions.KEPT_IF_ALLOWED);
    reasons("bob");
    assertEquals(2, permissions.kept(), "bob and the ServiceAccount");
  }

  @Test
  void aDigestTellsEveryTwoUsesApart() {
    var uses =
        List.of(
            new Use("ab", Set.of("c"), "ray", "ml"),
            new Use("a", Set.of("bc"), "ray", "ml"),
            new Use("ab", Set.of("c", ""), "ray", "ml"),
            new Use("ab", Set.of(), "ray", "ml"),
            new Use("ab", Set.of("c"), "ra", "yml"),
            new Use("ab", Set.of("c"), "ml", "ray"),
            new Use("ab", Set.of("\ud800"), "ray", "ml"),
            new Use("ab", Set.of("\ud801"), "ray", "ml"));
    assertEquals(uses.size(), uses.stream().map(Use::digest).distinct().count());
    assertEquals(
        new Use("a", Set.of("b", "c"), "ray", "ml").digest(),
        new Use("a", Set.of("c", "b"), "ray", "ml").digest());
  }

  @Test
  void aFailureIsNoAnswer() {
    allowed.clear();
    var failing =
        new Permissions(
            use -> {
              throw new KubernetesClientException("gone away");
            },
            clock,
            Worlds.CONTROLLERS);
    assertThrows(KubernetesClientException.class, () -> failing.findings(ask("ann"), RAY));
    assertEquals(Optional.empty(), permissions.findings(ask(""), RAY));
  }

  @Test
  void ofAPodThatAControllerMadeTheOneWhoWroteItsTemplateIsAskedAbout() {
    Ask madeOfAnns = made(Map.of(TemplateAuthor.NAME, "ann", TemplateAuthor.GROUPS, "x\ny"));
    assertEquals(Optional.of(List.of()), permissions.findings(madeOfAnns, RAY));
    assertEquals(new Use("ann", Set.of("x", "y"), "ray", "ml"), asked.getFirst());
    Ask madeOfBobs = made(Map.of(TemplateAuthor.NAME, "bob", TemplateAuthor.GROUPS, ""));
    Finding finding = permissions.findings(madeOfBobs, RAY).orElseThrow().getFirst();
    assertEquals("AuthorNotAllowed", finding.reason().name());
    assertEquals("metadata.annotations[cgrant.io/template-author]", finding.path());
    assertTrue(finding.detail().startsWith("\"bob\", who wrote the template, may not use"));
  }

  @Test
  void ofATemplateWhoseAuthorNobodySawTheControllerIsAskedAboutAndTheWayOutIsSaid() {
    Finding finding = permissions.findings(made(Map.of()), RAY).orElseThrow().getFirst();
    assertEquals("AuthorNotAllowed", finding.reason().name());
    assertTrue(finding.detail().contains("kubectl rollout restart"), finding::detail);
    allowed.add(CONTROLLER);
    clock.by(Permissions.KEPT_IF_REFUSED);
    assertEquals(Optional.of(List.of()), permissions.findings(made(Map.of()), RAY));
  }

  private static Ask made(Map<String, String> annotations) {
    Pods pods = Pods.granted();
    annotations.forEach(pods::withAnnotation);
    return ask(CONTROLLER, pods);
  }

  private List<String> reasons(String user) {
    return permissions.findings(ask(user), RAY).orElseThrow().stream()
        .map(f -> f.reason().name())
        .toList();
  }

  private boolean allows(Use use) {
    asked.add(use);
    return allowed.contains(use.username());
  }

  private static Ask ask(String user) {
    return ask(user, Pods.granted());
  }

  private static Ask ask(String user, Pods pods) {
    return new Ask(
        "uid",
        Ask.Phase.Validate,
        Ask.Operation.CREATE,
        new Ask.Subject("Pod", "ml", "a", "", ""),
        pods.view(),
        Optional.empty(),
        new Ask.Requester(user, List.of("devs")),
        false);
  }
}
