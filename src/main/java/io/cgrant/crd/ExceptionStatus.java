// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cgrant.policy.PolicyException;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// How an exception of a policy fares.
public record ExceptionStatus(
    @Required
        @Size(min = 1, max = Syntax.LABEL_VALUE_LENGTH)
        @JsonPropertyDescription("The name of the exception. Example: migration-4711.")
        String name,
    @Required
        @JsonPropertyDescription(
            """
            Active: it waives. ExpiresSoon: it waives, and ends within seven days. Expired: it waives nothing.
            Example: Active.""")
        PolicyException.State state,
    @Required
        @JsonPropertyDescription(
            """
            The first moment at which it waives nothing, as in the spec. Example: 2027-01-31T00:00:00Z.""")
        String expires,
    @JsonPropertyDescription(
            """
            The last day, in UTC, on which a pod was granted that would not have been without it, by
            whichever replica of cgrant; missing while it was never used.
            Example: 2026-11-24.""")
        String lastUsed) {}
