// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cgrant.file.Document;
import io.cgrant.file.Edit;
import io.cgrant.policy.Route;
import java.util.ArrayList;
import java.util.List;

/// What becomes of a policy.
final class PolicyMigration {

  private static final List<String> GRANT = List.of("spec", "grant");
  private static final List<String> ROUTES = List.of("spec", "grant", "routes");

  private PolicyMigration() {}

  static Migrated of(Document document, Plan.Policies policies) {
    List<String> routes = texts(document.tree().at("/spec/grant/routes"));
    int byClass = routes.indexOf(Route.Name.RuntimeClass.name());
    if (byClass < 0) {
      return Migrated.UNTOUCHED;
    }
    boolean byField = routes.contains(Route.Name.CgroupOptions.name());
    TextNode field = TextNode.valueOf(Route.Name.CgroupOptions.name());
    var edits = new ArrayList<Edit>();
    String told =
        switch (policies) {
          case BOTH -> {
            if (!byField) {
              edits.add(new Edit.Append(ROUTES, field));
            }
            yield "grants the field beside the class; rewrite once more when all pods have left it";
          }
          case FIELD -> {
            String place = Integer.toString(byClass);
            edits.add(
                byField ? new Edit.Remove(ROUTES, place) : new Edit.Replace(ROUTES, place, field));
            if (document.tree().at("/spec/grant").has("runtimeClassName")) {
              edits.add(new Edit.Remove(GRANT, "runtimeClassName"));
            }
            yield "grants the field and no longer the class; a pod that asks by the label alone is"
                + " refused from now on, since cgrant sets no field that an API server may"
                + " not know";
          }
        };
    if (edits.isEmpty()) {
      return Migrated.UNTOUCHED;
    }
    return new Migrated(edits, List.of(document.problem("spec.grant.routes", told)), List.of());
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
