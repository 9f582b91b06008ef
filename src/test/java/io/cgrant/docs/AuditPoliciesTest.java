// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Under the audit policies that the documentation shows, nobody's pods and templates are left out:
/// the first rule that fits decides, as in the API server.
class AuditPoliciesTest {

  private static final Path SHOWN = Path.of("docs/reference/decision-log.md");
  private static final Path LINKED = Path.of("e2e/controlplane/audit-policy.yaml");
  private static final Pattern POLICY =
      Pattern.compile("(?s)```yaml\n(apiVersion: audit\\.k8s\\.io/v1\n.*?)```");

  /// By whom pods are made, changed and bound: also by a controller manager whose controllers have
  /// no accounts of their own.
  private static final List<Caller> CALLERS =
      List.of(
          new Caller("ann", "system:authenticated"),
          new Caller("system:kube-controller-manager", "system:authenticated"),
          new Caller("system:kube-scheduler", "system:authenticated"),
          new Caller("system:apiserver", "system:masters"),
          new Caller("system:node:n1", "system:nodes"),
          new Caller(
              "system:serviceaccount:kube-system:replicaset-controller",
              "system:serviceaccounts:kube-system"));

  private record Caller(String user, String group) {}

  @Test
  void everyPodThatCgrantJudgesAndEveryTemplateIsKept() throws IOException {
    var left = new ArrayList<String>();
    for (JsonNode policy : policies()) {
      for (Caller caller : CALLERS) {
        for (String verb : List.of("create", "update", "patch")) {
          Stream.concat(judged(), templates())
              .filter(resource -> level(policy, caller, verb, resource).equals("None"))
              .forEach(resource -> left.add(caller.user() + " " + verb + " " + resource));
        }
      }
    }
    assertEquals(List.of(), left);
  }

  @Test
  void whatBecameOfAPolicyIsKept() throws IOException {
    for (JsonNode policy : policies()) {
      for (String verb : List.of("create", "update", "patch", "delete", "deletecollection")) {
        String level = level(policy, CALLERS.getFirst(), verb, "writablecgrouppolicies");
        assertEquals("Metadata", level, verb);
      }
    }
  }

  @Test
  void thePageForAuditorsLeadsToThem() throws IOException {
    String page = Files.readString(Path.of("docs/how-to/answer-an-auditor.md"));
    assertTrue(page.contains("../../" + LINKED), "the policy of our own tests");
    assertTrue(page.contains("decision-log.md#the-api-servers-own-audit-log"), "the shown one");
  }

  private static List<JsonNode> policies() throws IOException {
    var found = POLICY.matcher(Files.readString(SHOWN)).results().map(m -> m.group(1)).toList();
    assertEquals(1, found.size(), "policies in " + SHOWN);
    var yaml = new YAMLMapper();
    return List.of(yaml.readTree(found.getFirst()), yaml.readTree(Files.readString(LINKED)));
  }

  private static Stream<String> judged() {
    return Stream.of(
        "pods",
        "pods/ephemeralcontainers",
        "pods/resize",
        "pods/status",
        "pods/binding",
        "bindings");
  }

  private static Stream<String> templates() {
    return Stream.of(
        "podtemplates",
        "replicationcontrollers",
        "deployments",
        "replicasets",
        "statefulsets",
        "daemonsets",
        "jobs",
        "cronjobs");
  }

  private static String level(JsonNode policy, Caller caller, String verb, String resource) {
    for (JsonNode rule : policy.path("rules")) {
      boolean fits =
          isAmong(caller.user(), rule.path("users"))
              && isAmong(caller.group(), rule.path("userGroups"))
              && isAmong(verb, rule.path("verbs"))
              && !rule.has("nonResourceURLs")
              && (!rule.has("resources")
                  || elements(rule.path("resources"))
                      .anyMatch(r -> isAmong(resource, r.path("resources"))));
      if (fits) {
        return rule.path("level").asText();
      }
    }
    return "None";
  }

  /// A list that is not there is of all.
  private static boolean isAmong(String one, JsonNode list) {
    return list.isMissingNode() || elements(list).anyMatch(e -> e.asText().equals(one));
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
