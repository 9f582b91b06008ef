// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cgrant.policy.Quota;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/// How many grants there may be at one time.
public record QuotaSpec(
    @Required
        @Min(1)
        @Max(Quota.MOST_PODS)
        @JsonPropertyDescription(
            """
            At most so many pods of a namespace hold a grant of this policy at one time, from their creation
            until they have ended. Example: 20.""")
        Integer podsPerNamespace) {}
