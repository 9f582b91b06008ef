// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// What a policy gives.
public record GrantSpec(
    @Required
        @Size(min = 1, max = Syntax.LIST_ENTRIES)
        @JsonPropertyDescription(
            """
            The ways to a writable cgroup that a granted pod may take. RuntimeClass: a RuntimeClass
            whose handler mounts the cgroup writable, whatever the class is called. This version grants
            no other. Example: [RuntimeClass].""")
        List<@Size(max = Syntax.LABEL_VALUE_LENGTH) GrantedRoute> routes,
    @Required
        @Size(min = 1, max = Syntax.DNS_SUBDOMAIN_LENGTH)
        @Pattern(Syntax.DNS_SUBDOMAIN)
        @JsonPropertyDescription(
            """
            The RuntimeClass that a pod gets which asks by label. Its handler must be one of the gated
            handlers that cgrant is configured with. Example: cgroup-writable.""")
        String runtimeClassName,
    @JsonPropertyDescription(
            """
            Whether a pod that asks by label and leaves hostUsers out gets hostUsers: false, a user
            namespace of its own. Example: true.""")
        Boolean defaultHostUsers) {

  /// The routes this version can grant, by their names in [io.cgrant.policy.Route.Name]. The other
  /// routes are always refused.
  public enum GrantedRoute {
    RuntimeClass
  }
}
