// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/// Which hostPath volumes a pod may have.
public record HostPathsSpec(
    @Required
        @Size(max = Syntax.LIST_ENTRIES)
        @ValidationRule(
            value =
                "self.all(path, !(path + '/').contains('/../') && !(path + '/').contains('/./'))",
            message = "a path must not hold . or ..; write the path it means")
        @JsonPropertyDescription(
            """
            Absolute paths on the node, each with all that is below it. Allow only folders that nobody but
            the platform team writes, since a link below them leads anywhere. An empty list allows none.
            The cgroup tree and the sockets of container runtimes cannot be allowed.
            Example: [/var/lib/images].""")
        List<@Size(min = 1, max = Syntax.HOST_PATH_LENGTH) @Pattern(Syntax.HOST_PATH) String>
            allow) {}
