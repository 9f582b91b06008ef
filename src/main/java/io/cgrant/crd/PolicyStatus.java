// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// What cgrant says about a policy.
public record PolicyStatus(
    @JsonPropertyDescription(
            """
            The metadata.generation that this status is about. Example: 3.""")
        Long observedGeneration,
    @Size(max = Syntax.LIST_ENTRIES)
        @JsonPropertyDescription(
            """
            Ready: the policy decides. When it is False the policy grants nothing, and the message gives
            path and reason. RuntimeClassFound: the RuntimeClass it grants exists and its handler is
            gated. NodesReady: nodes that the RuntimeClass selects have its handler, with user namespaces
            where the policy wants them, and say so; the message counts them and names some that have
            not. False where none has; Unknown where no node is selected now, or none says.""")
        List<Condition> conditions,
    @JsonPropertyDescription(
            """
            How many pods that have not ended hold a grant of this policy, as counted within the last
            minute, in a cluster of more than 60,000 pods a little longer. Missing while nobody could
            count. Example: 12.""")
        Integer granted,
    @JsonPropertyDescription(
            """
            How often a pod was refused in the last hour, to ten minutes, with a finding of this policy.
            One that a controller tries again counts each time; dry runs do not count. Example: 0.""")
        Integer refusedLastHour,
    @Size(max = Syntax.EXCEPTION_ENTRIES)
        @JsonPropertyDescription(
            """
            The exceptions of the spec, in its order, and how each fares.""")
        List<ExceptionStatus> exceptions) {}
