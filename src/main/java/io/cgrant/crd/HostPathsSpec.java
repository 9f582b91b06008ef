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
            value = "self.all(path, !(path + '/').contains('/../'))",
            message = "a path must not climb with ..; write the path it means")
        @JsonPropertyDescription(
            """
            Absolute paths on the node, each with all that is below it. An empty list allows none. The
            cgroup tree and the sockets of container runtimes are refused whatever is written here.
            Example: [/var/lib/images].""")
        List<@Size(min = 1, max = Syntax.HOST_PATH_LENGTH) @Pattern(Syntax.HOST_PATH) String>
            allow) {}
