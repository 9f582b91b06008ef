// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cgrant.policy.check.Capability;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// Which capabilities containers may add.
public record CapabilitiesSpec(
    @Required
        @Size(max = Syntax.LIST_ENTRIES)
        @JsonPropertyDescription(
            """
            Linux capabilities by their names without CAP_, in capitals. An empty list allows none.
            Example: [CHOWN, NET_BIND_SERVICE].""")
        List<@Size(max = Syntax.LABEL_VALUE_LENGTH) Capability> allow) {}
