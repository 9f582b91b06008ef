// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.policy.Asking;
import io.cgrant.policy.RouteFinder;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.policy.Worlds;
import io.cgrant.webhook.EndpointPath;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WebhookConfigurationsTest {

  private static final WebhookConfigurations IN_CLUSTER =
      new WebhookConfigurations(
          new WebhookTarget.Service("cgrant", "cgrant", 443, Optional.empty()),
          "cgrant",
          Worlds.CONTROLLERS);

  @Test
  void everyRouteTheGateKnowsByAnnotationIsSent() {
    String asks = AskExpression.asks(AskExpression.Source.CREATED);
    RouteFinder.prefixes()
        .forEach(key -> assertTrue(asks.contains("key.startsWith('" + key + "')"), key));
    assertTrue(asks.contains(Asking.LABEL));
  }

  @Test
  void itNamesThePathsThatAreServed() {
    var named =
        Stream.concat(
                IN_CLUSTER.mutating().getWebhooks().stream().map(MutatingWebhook::getClientConfig),
                IN_CLUSTER.validating().getWebhooks().stream()
                    .map(ValidatingWebhook::getClientConfig))
            .map(config -> config.getService().getPath())
            .collect(Collectors.toSet());
    assertEquals(Set.copyOf(EndpointPath.paths()), named);
  }

  @Test
  void onlyPodsThatAskStopWhenNobodyAnswers() {
    var failing =
        IN_CLUSTER.validating().getWebhooks().stream()
            .filter(webhook -> webhook.getFailurePolicy().equals("Fail"))
            .map(ValidatingWebhook::getName)
            .toList();
    assertEquals(List.of("pods.cgrant.io", "bindings.cgrant.io"), failing);
    var failingToMutate =
        IN_CLUSTER.mutating().getWebhooks().stream()
            .filter(webhook -> webhook.getFailurePolicy().equals("Fail"))
            .map(MutatingWebhook::getName)
            .toList();
    assertEquals(List.of("ask.pods.cgrant.io"), failingToMutate);
  }

  @Test
  void whatAWorkloadControllerWritesIsNeverSentToBeRecorded() {
    var authors =
        IN_CLUSTER.mutating().getWebhooks().stream()
            .filter(webhook -> webhook.getName().endsWith("authors.cgrant.io"))
            .toList();
    assertEquals(2, authors.size());
    for (MutatingWebhook webhook : authors) {
      String first = webhook.getMatchConditions().getFirst().getExpression();
      for (String name : Worlds.CONTROLLERS.usernames()) {
        assertTrue(first.contains("'" + name + "'"), name);
      }
    }
  }

  @Test
  void aNameWithAQuoteStaysOneName() {
    var odd = new WorkloadControllers(Set.of("o'hara\\x"));
    assertEquals(
        "!(request.userInfo.username in ['o\\'hara\\\\x'])", AuthorExpression.byOthers(odd));
  }

  @Test
  void neitherTheControlPlaneNorCgrantItselfIsEverStopped() {
    Stream.concat(
            IN_CLUSTER.mutating().getWebhooks().stream().map(w -> w.getNamespaceSelector()),
            IN_CLUSTER.validating().getWebhooks().stream().map(w -> w.getNamespaceSelector()))
        .forEach(
            selector -> {
              var excluded = selector.getMatchExpressions().getFirst();
              assertEquals("kubernetes.io/metadata.name", excluded.getKey());
              assertEquals("NotIn", excluded.getOperator());
              assertTrue(excluded.getValues().contains("kube-system"));
              assertTrue(excluded.getValues().contains("cgrant"));
            });
  }

  @Test
  void aUrlTargetGetsThePathsOfTheTwoEndpoints() {
    var outside =
        new WebhookConfigurations(
            new WebhookTarget.Url(URI.create("https://127.0.0.1:8443"), Optional.of("Q0E=")),
            "cgrant",
            Worlds.CONTROLLERS);
    var mutate = outside.mutating().getWebhooks().getFirst().getClientConfig();
    assertEquals("https://127.0.0.1:8443/mutate", mutate.getUrl());
    assertEquals("Q0E=", mutate.getCaBundle());
    assertEquals(
        "https://127.0.0.1:8443/validate",
        outside.validating().getWebhooks().getFirst().getClientConfig().getUrl());
    assertFalse(mutate.getUrl().contains("//mutate"));
  }
}
