// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cgrant.policy.check.Requirement;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// What a policy does not ask of the pods of some namespaces for a while.
public record ExceptionSpec(
    @Required
        @Size(min = 1, max = Syntax.LABEL_VALUE_LENGTH)
        @Pattern(Syntax.DNS_LABEL)
        @JsonPropertyDescription(
            """
            What it is called in warnings, records and the status. Example: migration-4711.""")
        String name,
    @Required
        @Size(min = 1, max = Syntax.EXCEPTION_ENTRIES)
        @JsonPropertyDescription(
            """
            The namespaces whose pods it helps, by name; the policy must match them too. Example: [ml-legacy].""")
        List<@Size(min = 1, max = Syntax.LABEL_VALUE_LENGTH) @Pattern(Syntax.DNS_LABEL) String>
            namespaces,
    @Required
        @Size(min = 1, max = Syntax.EXCEPTION_ENTRIES)
        @JsonPropertyDescription(
            """
            The requirements, by their names under require, that are not asked. What no policy can relax no
            exception can waive. Example: [limits].""")
        List<@Size(max = Syntax.LABEL_VALUE_LENGTH) Requirement> waive,
    @Required
        @Size(min = 1, max = Syntax.SENTENCE_LENGTH)
        @Pattern(Syntax.SENTENCE)
        @JsonPropertyDescription(
            """
            Why, on one line, for who reads the policy later. Example: moving off the old build farm.""")
        String reason,
    @Required
        @Size(min = 1, max = Syntax.SENTENCE_LENGTH)
        @Pattern(Syntax.SENTENCE)
        @JsonPropertyDescription(
            """
            Who answers for it: the warnings before it ends name them. Example: team-ml.""")
        String owner,
    @Required
        @Size(min = 20, max = 20)
        @Pattern(Syntax.MOMENT)
        @JsonPropertyDescription(
            """
            The first moment at which it waives nothing any more, in UTC. There is no exception without end,
            and no longest span; write the day you mean to have it mended. Example: "2027-01-31T00:00:00Z".""")
        String expires) {}
