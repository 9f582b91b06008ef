// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nobody writes another's name into a template, also while cgrant is away.
@ExtendWith(StandExtension.class)
final class AuthorGuardsIT {

  private static final String TEMPLATE = "/spec/template";
  private static final String PART = "{\"spec\":{\"template\":{\"spec\":{}}}}";
  private static final String OWNED =
      "ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: vm,"
          + " uid: 5c4d1f4e-0000-4000-8000-000000000000, controller: true}]";
  private static final String STOLEN =
      "\"ownerReferences\":[{\"apiVersion\":\"nobody.example/v1\",\"kind\":\"Nothing\",\"name\":\"x\","
          + "\"uid\":\"5c4d1f4e-0000-4000-8000-000000000001\",\"controller\":true}]";
  private static final String WAY_OUT = "take the annotations cgrant.io/template-author";

  @Test
  void withoutCgrantNoNameIsForgedAndNobodyElseIsStopped(Stand stand) {
    try (Authors authors = Authors.on(stand)) {
      JsonNode anns = authors.deployment();
      authors.ann().create(anns).orThrow();
      stand.cgrant().close();
      try {
        authors.ofEveryKind().forEach(workload -> guarded(authors, named(workload, "forged")));
        ObjectNode ordinary = named(authors.deployment(), "ordinary");
        ((ObjectNode) ordinary.at(TEMPLATE + "/metadata/labels"))
            .remove("cgrant.io/writable-cgroup");
        authors.bob().create(ordinary).orThrow();
        JsonNode own =
            Authors.naming(named(authors.deployment(), "own"), TEMPLATE, authors.bobsName());
        authors.bob().create(own).orThrow();

        authors.bob().merge(anns, "{\"spec\":{\"replicas\":2}}").orThrow();
        Reply refused = authors.bob().merge(anns, image("{}"));
        assertTrue(refused.message().contains("\"" + authors.annsName() + "\""), refused::message);
        assertTrue(refused.message().contains(WAY_OUT), refused::message);
        Reply half = authors.bob().merge(anns, image("{\"cgrant.io/template-author\": null}"));
        assertTrue(half.message().contains(WAY_OUT), half::message);
        authors
            .bob()
            .merge(
                anns,
                image(
                    "{\"cgrant.io/template-author\": null,"
                        + " \"cgrant.io/template-author-groups\": null}"))
            .orThrow();
      } finally {
        stand.cgrant().start();
      }
    }
  }

  private static void guarded(Authors authors, JsonNode workload) {
    String kind = Manifests.kind(workload);
    String template = Authors.pathToTemplate(workload);
    Reply forged = authors.bob().rehearse(Authors.naming(workload, template, authors.annsName()));
    assertTrue(forged.message().contains(WAY_OUT), () -> kind + ": " + forged);
    // Without a record, and with one's own.
    authors.bob().rehearse(workload).orThrow();
    authors.bob().rehearse(Authors.naming(workload, template, authors.bobsName())).orThrow();
    ObjectNode moreGroups = (ObjectNode) Authors.naming(workload, template, authors.bobsName());
    ((ObjectNode) moreGroups.at(template + "/metadata/annotations"))
        .put("cgrant.io/template-author-groups", "system:authenticated\nsystem:masters");
    assertTrue(authors.bob().rehearse(moreGroups).message().contains(WAY_OUT), kind);
  }

  /// A StatefulSet's controller merges a revision into the set and reads the result with Go's
  /// `encoding/json`, in any case of its letters (`ApplyRevision` in `stateful_set_utils.go`).
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"spec\":{\"template\":{\"spec\":{}}}}",
        "{\"spec\":{\"Template\":{\"$patch\":\"replace\"}}}",
        "{\"SPEC\":{\"template\":{\"$patch\":\"replace\"}}}",
        "{\"\u017fpec\":{\"template\":{\"$patch\":\"replace\"}}}",
        "{\"spec\":{\"$patch\":\"replace\",\"template\":{\"spec\":{}}}}",
        "{\"spec\":{\"volumeClaimTemplates\":[]}}",
        "{\"metadata\":{\"namespace\":\"ml-granted\"}}",
        "{\"Metadata\":{\"name\":\"other\"},\"spec\":{}}",
        "{\"spec\":{\"template\":{\"$patch\":\"replace\",\"metadata\":{\"annotations\":{\"cgrant.io/template-author\":\"ann\"}}}}}",
        "{\"spec\":{\"template\":{\"$patch\":\"replace\",\"Metadata\":{\"annotation\u017f\":{\"cgrant.io/template-author\":\"ann\"}}}}}"
      })
  void noRevisionPutsAnothersTemplateUnderARecord(String data, Stand stand) {
    Api admin = stand.as(Cluster.User.Admin);
    String set =
        "ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: head,"
            + " uid: 5c4d1f4e-0000-4000-8000-000000000000, controller: true}]";
    for (String metadata : new String[] {"labels: {app: head}", "labels: {}", set}) {
      Reply refused = admin.rehearse(revision(metadata, data));
      assertEquals(403, refused.code(), () -> data + " " + refused);
      assertTrue(refused.message().contains("controllers write their own"), refused::message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"spec\":{\"template\":{\"$patch\":\"replace\",\"metadata\":{\"labels\":{\"a\":\"b\"},\"annotations\":{\"a\":\"b\"}},\"spec\":{}}}}",
        "{\"spec\":{\"leaderWorkerTemplate\":{\"size\":2}}}",
        "{\"kind\":\"VirtualMachineInstancetype\",\"metadata\":{\"annotations\":{}},\"spec\":{\"cpu\":{\"guest\":1}}}",
        "{\"spec\":\"text\"}",
        "{}"
      })
  void revisionsOfOtherControllersAreLeftAlone(String data, Stand stand) {
    stand.as(Cluster.User.Admin).rehearse(revision("labels: {app: head}", data)).orThrow();
  }

  /// The controller of StatefulSets looks at the UID of an owner alone, and tenants write no owners
  /// that are operators'.
  @Test
  void anotherKindOfOwnerHidesNoPartOfATemplate(Stand stand) {
    try (Authors authors = Authors.on(stand)) {
      JsonNode part = revision(OWNED, PART);
      stand.as(Cluster.User.Admin).rehearse(part).orThrow();
      Reply refused = authors.bob().rehearse(in(authors, part));
      assertEquals(403, refused.code(), refused::toString);
      assertTrue(refused.message().contains("controllers write their own"), refused::message);
      JsonNode harmless = in(authors, revision(OWNED, "{\"spec\":{\"size\":2}}"));
      authors.bob().rehearse(harmless).orThrow();
    }
  }

  /// An operator's revision, of which a tenant changes the owner.
  @Test
  void aPartOfATemplateGetsNoOtherOwner(Stand stand) {
    try (Authors authors = Authors.on(stand)) {
      JsonNode part = in(authors, revision(OWNED, PART));
      stand.as(Cluster.User.Admin).create(part).orThrow();
      Reply refused = authors.bob().merge(part, "{\"metadata\":{%s}}".formatted(STOLEN));
      assertEquals(403, refused.code(), refused::toString);
      assertTrue(refused.message().contains("controllers write their own"), refused::message);
      authors.bob().merge(part, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").orThrow();
      stand.as(Cluster.User.Admin).merge(part, "{\"metadata\":{%s}}".formatted(STOLEN)).orThrow();
    }
  }

  private static JsonNode in(Authors authors, JsonNode revision) {
    ObjectNode copy = revision.deepCopy();
    ((ObjectNode) copy.get("metadata")).put("namespace", authors.world().namespace());
    return copy;
  }

  private static JsonNode revision(String metadata, String data) {
    ObjectNode revision =
        (ObjectNode)
            Manifests.parse(
                    """
                    apiVersion: apps/v1
                    kind: ControllerRevision
                    metadata: {name: forged, namespace: default, %s}
                    revision: 1
                    """
                        .formatted(metadata))
                .getFirst();
    revision.set("data", Manifests.parse(data).getFirst());
    return revision;
  }

  private static ObjectNode named(JsonNode object, String name) {
    ObjectNode copy = object.deepCopy();
    ((ObjectNode) copy.get("metadata")).put("name", name);
    return copy;
  }

  private static String image(String annotations) {
    return """
    {"spec": {"template": {"metadata": {"annotations": %s}, "spec": {"containers": [
      {"name": "main", "image": "registry.example.com/app:2"}]}}}}
    """
        .formatted(annotations);
  }
}
