// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.crd.GrantSpec;
import io.cgrant.crd.Syntax;
import io.cgrant.policy.Grant;
import io.cgrant.policy.Route;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads what a policy gives.
final class GrantReader {

  private static final Grant NOTHING = new Grant(Set.of(), "", false);

  private GrantReader() {}

  static Grant grant(Stanza spec) {
    spec.require("grant", "write what a pod gets, at least routes and runtimeClassName");
    return spec.object("grant", GrantSpec.class).map(GrantReader::written).orElse(NOTHING);
  }

  private static Grant written(Stanza grant) {
    grant.require("routes", "write [RuntimeClass]");
    grant.requireEntries("routes", "write [RuntimeClass]");
    Set<Route.Name> routes =
        grant
            .choices("routes", GrantSpec.GrantedRoute.class, Syntax.LIST_ENTRIES)
            .orElse(List.of())
            .stream()
            .map(GrantReader::route)
            .collect(Collectors.toSet());
    grant.require("runtimeClassName", "name the RuntimeClass that a pod gets");
    String runtimeClassName = grant.text("runtimeClassName", Form.DNS_SUBDOMAIN).orElse("");
    return new Grant(routes, runtimeClassName, grant.truth("defaultHostUsers").orElse(false));
  }

  private static Route.Name route(GrantSpec.GrantedRoute route) {
    return switch (route) {
      case RuntimeClass -> Route.Name.RuntimeClass;
    };
  }
}
