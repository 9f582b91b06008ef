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
            The resources that must be limited, for every container or for the pod as a whole.
            Example: [cpu, memory].""")
        List<@Size(min = 1, max = Syntax.LABEL_KEY_LENGTH) @Pattern(Syntax.LABEL_KEY) String>
            resources,
    @Size(max = Syntax.RESOURCES)
        @ValidationRule(
            value = "self.all(key, size(key) > 0 && size(key) <= " + Syntax.LABEL_KEY_LENGTH + ")",
            message = "each key must be the name of a resource, as cpu or memory")
        @ValidationRule(
            value =
                "self.all(key, type(self[key]) == int ? self[key] > 0 : isQuantity(self[key]) &&"
                    + " quantity(self[key]).isGreaterThan(quantity('0')))",
            message = "each value must be a quantity above zero, as 500m, 2 or 4Gi")
        @JsonPropertyDescription(
            """
            The most that the pod may have of a resource, all its containers together. A resource that
            is not named here has no upper bound. Example: {cpu: "16", memory: 64Gi}.""")
        Map<String, Quantity> max) {}
