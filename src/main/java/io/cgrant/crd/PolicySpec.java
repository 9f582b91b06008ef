// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cgrant.policy.Enforcement;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/// What the author of a policy writes.
public record PolicySpec(
    @Default("Enforce")
        @JsonPropertyDescription(
            """
            What happens to a pod that matches and does not meet the requirements. Enforce: this policy
            does not grant it. Warn: it is granted, and its author is warned. Audit: it is granted, and
            only the audit trail says what was wrong. What no policy can waive is refused in every mode.
            Example: Warn, while a policy is being rolled out.""")
        Enforcement enforcement,
    @Default("0")
        @JsonPropertyDescription(
            """
            Which policy is named as the granter when several would grant: the one with the highest
            priority, then the first by name. It never decides whether a pod is granted. Example: 100.""")
        Integer priority,
    @Required
        @JsonPropertyDescription(
            """
            Which pods the policy speaks for. All that is written here must hold, and what is left out
            does not narrow. Example: {namespaceSelector: {matchLabels: {team: ml}}}.""")
        MatchSpec match,
    @Required
        @JsonPropertyDescription(
            """
            What a pod gets that matches and meets the requirements. Example:
            {routes: [RuntimeClass], runtimeClassName: cgroup-writable, defaultHostUsers: true}.""")
        GrantSpec grant,
    @JsonPropertyDescription(
            """
            What a pod must meet to be granted. Each requirement that is left out applies at its
            strictest. Example: {limits: {max: {cpu: "16", memory: 64Gi}}}.""")
        RequireSpec require,
    @Size(max = Syntax.EXCEPTION_ENTRIES)
        @ValidationRule(
            value = "self.all(entry, self.exists_one(other, other.name == entry.name))",
            message = "each exception needs a name of its own")
        @JsonPropertyDescription(
            """
            What is not asked of the pods of some namespaces for a while. A pod is granted by an exception only
            where no policy grants it without. Example: [{name: migration-4711, namespaces: [ml-legacy],
            waive: [limits], reason: moving off the old farm, owner: team-ml, expires: "2027-01-31T00:00:00Z"}].""")
        List<ExceptionSpec> exceptions) {}
