// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.Cluster.Ability;
import io.cgrant.e2e.Cluster.User;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who answers for the pods that controllers make.
@ExtendWith(StandExtension.class)
final class AuthorsIT {

  private static final String ONE = "registry.example.com/app:1";
  private static final String TWO = "registry.example.com/app:2";
  private static final String AUTHOR = "/metadata/annotations/cgrant.io~1template-author";
  private static final String TEMPLATE = "/spec/template";

  @Test
  void everyKindOfTemplateIsGivenTheNameOfWhoWritesIt(Stand stand) {
    try (Authors authors = Authors.on(stand)) {
      JsonNode classOnly = authors.job();
      ObjectNode template = (ObjectNode) classOnly.at(TEMPLATE);
      template.remove("metadata");
      ((ObjectNode) template.get("spec"))
          .put("runtimeClassName", "cgroup-writable-" + authors.world().id());
      Stream.concat(authors.ofEveryKind().stream(), Stream.of(classOnly))
          .forEach(
              workload -> {
                JsonNode stored = authors.ann().rehearse(workload).orThrow().body();
                String path = Authors.pathToTemplate(workload);
                assertEquals(
                    authors.annsName(), stored.at(path + AUTHOR).asText(), stored::toString);
              });
    }
  }

  @Test
  void theAuthorOfTheTemplateCountsWhoeverScales(Stand stand) {
    Abort.unless(stand.cluster(), Ability.Controllers, "Deployments of two authors");
    try (Authors authors = Authors.on(stand)) {
      JsonNode deployment = authors.deployment();
      authors.ann().create(deployment).orThrow();
      authors.awaitImages(List.of(ONE));

      authors.bob().merge(deployment, "{\"spec\":{\"replicas\":2}}").orThrow();
      authors.bob().merge(deployment, "{\"metadata\":{\"labels\":{\"team\":\"x\"}}}").orThrow();
      authors.awaitImages(List.of(ONE, ONE));
      assertEquals(authors.annsName(), author(authors, deployment));

      changeImage(authors.bob(), deployment, TWO).orThrow();
      authors.awaitRefusal("AuthorNotAllowed", "\"" + authors.bobsName() + "\"");
      authors.ann().merge(deployment, "{\"spec\":{\"replicas\":3}}").orThrow();
      assertEquals(authors.bobsName(), author(authors, deployment));
      assertFalse(authors.images().contains(TWO));

      changeImage(authors.ann(), deployment, TWO).orThrow();
      assertEquals(authors.bobsName(), author(authors, deployment), "nothing has changed");
      changeImage(authors.ann(), deployment, ONE).orThrow();
      assertEquals(authors.annsName(), author(authors, deployment));
      authors.awaitImages(List.of(ONE, ONE, ONE));
      authors.ann().delete(deployment);
    }
  }

  @Test
  void anOlderRevisionComesBackUnderTheNameOfWhoBringsItBack(Stand stand) {
    Abort.unless(stand.cluster(), Ability.Controllers, "rollout undo");
    try (Authors authors = Authors.on(stand)) {
      JsonNode deployment = authors.deployment();
      authors.ann().create(deployment).orThrow();
      authors.awaitImages(List.of(ONE));
      changeImage(authors.ann(), deployment, TWO).orThrow();
      Wait.upTo(Duration.ofMinutes(2))
          .until("the second revision", () -> authors.images().contains(TWO));

      rollout(stand, authors.world(), authors.bobsName(), "undo");
      assertEquals(authors.bobsName(), author(authors, deployment));
      authors.awaitRefusal("AuthorNotAllowed", "\"" + authors.bobsName() + "\"");
      rollout(stand, authors.world(), authors.annsName(), "undo");
      assertEquals(authors.annsName(), author(authors, deployment));
      rollout(stand, authors.world(), authors.bobsName(), "restart");
      assertEquals(authors.bobsName(), author(authors, deployment));
      authors.ann().delete(deployment);
    }
  }

  @Test
  void aStatefulSetsPodIsItsRevisionsAuthors(Stand stand) {
    Abort.unless(stand.cluster(), Ability.Controllers, "StatefulSet with a partition");
    try (Authors authors = Authors.on(stand)) {
      JsonNode set =
          authors.workload(
              "apps/v1",
              "StatefulSet",
              "replicas: 1, selector: {matchLabels: {app: head}},"
                  + " updateStrategy: {rollingUpdate: {partition: 1}}");
      authors.ann().create(set).orThrow();
      authors.awaitImages(List.of(ONE));
      changeImage(authors.bob(), set, TWO).orThrow();
      assertEquals(authors.bobsName(), author(authors, set));
      authors.stage().admin().delete(authors.world().pod("head-0")).orThrow();
      authors.awaitImages(List.of(ONE));

      authors
          .bob()
          .merge(set, "{\"spec\":{\"updateStrategy\":{\"rollingUpdate\":{\"partition\":0}}}}")
          .orThrow();
      Wait.upTo(Duration.ofMinutes(2))
          .until("the set is looked at", () -> isObserved(authors.stage(), set));
      // A pod that never becomes ready is not replaced by itself.
      authors.stage().admin().delete(authors.world().pod("head-0")).orThrow();
      authors.awaitRefusal("AuthorNotAllowed", "\"" + authors.bobsName() + "\"");
      assertEquals(List.of(), authors.images());
      authors.ann().delete(set);
    }
  }

  @Test
  void aForgedNameIsReplacedAndInAPodItCountsForNothing(Stand stand) {
    try (Authors authors = Authors.on(stand)) {
      JsonNode forged = Authors.naming(authors.deployment(), TEMPLATE, authors.annsName());
      JsonNode stored = authors.bob().rehearse(forged).orThrow().body();
      assertEquals(authors.bobsName(), stored.at(TEMPLATE + AUTHOR).asText());

      JsonNode pod = Authors.naming(authors.world().pod("forged"), "", authors.annsName());
      Reply refused = authors.bob().rehearse(pod);
      assertEquals(403, refused.code(), refused::message);
      assertTrue(
          refused.message().contains("\"" + authors.bobsName() + "\" may not use"),
          refused::message);
    }
  }

  @Test
  void whatAsksForNothingIsGivenNoName(Stand stand) {
    try (Authors authors = Authors.on(stand)) {
      ObjectNode deployment = (ObjectNode) authors.deployment();
      ((ObjectNode) deployment.at("/spec/template/metadata/labels"))
          .remove("cgrant.io/writable-cgroup");
      long before = sent(stand);
      JsonNode stored = authors.ann().rehearse(deployment).orThrow().body();
      assertFalse(stored.at("/spec/template/metadata").has("annotations"), stored::toString);
      assertEquals(before, sent(stand));
    }
  }

  @Test
  void aTemplateWrittenWhileCgrantWasAwayHasNoAuthorUntilItIsWrittenAgain(Stand stand) {
    Abort.unless(stand.cluster(), Ability.Controllers, "Deployment of an unseen author");
    try (Authors authors = Authors.on(stand)) {
      JsonNode deployment = authors.deployment();
      stand.cgrant().close();
      try {
        authors.ann().create(deployment).orThrow();
      } finally {
        stand.cgrant().start();
      }
      authors.awaitRefusal("AuthorNotAllowed", "cgrant has not seen who wrote");
      rollout(stand, authors.world(), authors.annsName(), "restart");
      authors.awaitImages(List.of(ONE));
      authors.ann().delete(deployment);
    }
  }

  private static String author(Authors authors, JsonNode workload) {
    return authors.ann().get(workload).orThrow().body().at(TEMPLATE + AUTHOR).asText();
  }

  private static Reply changeImage(Api who, JsonNode workload, String image) {
    ObjectNode changed = who.get(workload).orThrow().body().deepCopy();
    ((ObjectNode) changed.at("/spec/template/spec/containers/0")).put("image", image);
    ((ObjectNode) changed.get("metadata")).remove("resourceVersion");
    return who.replace(changed);
  }

  private static boolean isObserved(Stage stage, JsonNode set) {
    JsonNode body = stage.stored(set).orThrow().body();
    return body.at("/metadata/generation").asLong()
        == body.at("/status/observedGeneration").asLong();
  }

  /// How many workloads the API server has sent to have their authors recorded.
  private static long sent(Stand stand) {
    return kubectl(stand, "get", "--raw=/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_admission_webhook_request_total{"))
        .filter(line -> line.contains("authors.cgrant.io\""))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void rollout(Stand stand, World world, String user, String what) {
    String namespace = "--namespace=" + world.namespace();
    kubectl(stand, "rollout", what, "deployment/head", namespace, "--as=" + user);
  }

  private static String kubectl(Stand stand, String... arguments) {
    return Command.of(Programs.kubectl(stand.cluster()).toString(), arguments)
        .with("KUBECONFIG", stand.cluster().kubeconfig(User.Admin))
        .with("KUBECACHEDIR", Folders.ofRun("e2e/kubectl-cache"))
        .run()
        .orThrow();
  }
}
