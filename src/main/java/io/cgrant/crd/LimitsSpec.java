// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;

/// Which limits a pod must have.
public record LimitsSpec(
    @Size(min = 1, max = Syntax.RESOURCES)
        @JsonPropertyDescription(
            """
            The resources that need a limit, in every container or once for the pod in spec.resources:
            cpu, memory, ephemeral-storage or hugepages-SIZE. A limit of 0 is no limit.
            Example: [cpu, memory].""")
        List<@Size(min = 1, max = Syntax.LABEL_VALUE_LENGTH) @Pattern(Syntax.RESOURCE) String>
            resources,
    @Size(max = Syntax.RESOURCES)
        @ValidationRule(
            value =
                "self.all(key, key in ['cpu', 'memory', 'ephemeral-storage'] ||"
                    + " key.startsWith('hugepages-'))",
            message =
                "each key must be cpu, memory, ephemeral-storage or for example hugepages-2Mi")
        @ValidationRule(
            value =
                "self.all(key, type(self[key]) == int ? self[key] > 0 : isQuantity(self[key]) &&"
                    + " quantity(self[key]).isGreaterThan(quantity('0')))",
            message = "each value must be a quantity above zero, as 500m, 2 or 4Gi")
        @JsonPropertyDescription(
            """
            The most of a resource that the pod may have, all its containers together. A resource named
            here needs a limit too. Example: {cpu: "16", memory: 64Gi}.""")
        Map<String, Quantity> max) {}
