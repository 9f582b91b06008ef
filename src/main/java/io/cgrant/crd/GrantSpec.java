// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cgrant.policy.Route;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/// What a policy gives.
@ValidationRule(
    value = "has(self.runtimeClassName) == ('RuntimeClass' in self.routes)",
    message = "runtimeClassName belongs to the route RuntimeClass; write both, or neither of them")
public record GrantSpec(
    @Required
        @Size(min = 1, max = Syntax.LIST_ENTRIES)
        @JsonPropertyDescription(
            """
            The ways to a writable cgroup that a granted pod may take. RuntimeClass: a RuntimeClass
            whose handler mounts the cgroup writable, whatever the class is called. CrioAnnotation: CRI-O's
            annotation, by its old or new name. CrioSystemd: an entrypoint that CRI-O takes for systemd.
            GkeAnnotation: GKE's annotation for one container. NriAnnotation: that of the NRI plugin
            writable-cgroups. CgroupOptions: the field of KEP-5474. Example: [RuntimeClass].""")
        List<Route.@Size(max = Syntax.LABEL_VALUE_LENGTH) Name> routes,
    @Size(min = 1, max = Syntax.DNS_SUBDOMAIN_LENGTH)
        @Pattern(Syntax.DNS_SUBDOMAIN)
        @JsonPropertyDescription(
            """
            The RuntimeClass that a pod gets which asks by label and takes no route by itself. Its handler
            must be one of the gated handlers that cgrant is configured with. Example: cgroup-writable.""")
        String runtimeClassName,
    @JsonPropertyDescription(
            """
            Whether a pod that asks and leaves hostUsers out gets hostUsers: false, a user namespace of its
            own. Example: true.""")
        Boolean defaultHostUsers) {}
