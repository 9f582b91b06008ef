// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import io.cgrant.crd.GrantSpec;
import io.cgrant.crd.Syntax;
import io.cgrant.policy.Grant;
import io.cgrant.policy.Route;
import java.util.List;
import java.util.Set;

/// Reads what a policy gives.
final class GrantReader {

  private static final Grant NOTHING = new Grant(Set.of(), "", false);

  private GrantReader() {}

  static Grant grant(Stanza spec) {
    spec.require("grant", "write what a pod gets, at least routes and runtimeClassName");
    return spec.object("grant", GrantSpec.class).map(GrantReader::written).orElse(NOTHING);
  }

  private static Grant written(Stanza grant) {
    grant.require("routes", "write for example [RuntimeClass]");
    grant.requireEntries("routes", "write for example [RuntimeClass]");
    Set<Route.Name> routes =
        Set.copyOf(
            grant.choices("routes", Route.Name.class, Syntax.LIST_ENTRIES).orElse(List.of()));
    if (routes.contains(Route.Name.RuntimeClass)) {
      grant.require("runtimeClassName", "name the RuntimeClass that a pod gets");
    } else if (!routes.isEmpty() && grant.has("runtimeClassName")) {
      grant.problem(
          "runtimeClassName", "belongs to the route RuntimeClass; add that, or remove this");
    }
    String runtimeClassName = grant.text("runtimeClassName", Form.DNS_SUBDOMAIN).orElse("");
    return new Grant(routes, runtimeClassName, grant.truth("defaultHostUsers").orElse(false));
  }
}
