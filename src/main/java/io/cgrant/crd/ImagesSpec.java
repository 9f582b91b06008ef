// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cgrant.policy.check.AllowImages;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/// Which images a pod may use.
@ValidationRule(
    value = "has(self.repositories) || (has(self.digest) && self.digest == 'Required')",
    message = "says nothing; name repositories, require a digest, or leave it out")
public record ImagesSpec(
    @Size(min = 1, max = Syntax.LIST_ENTRIES)
        @JsonPropertyDescription(
            """
            Repositories, or folders of them, each with its registry. An image is allowed that is one of them
            or lies below one. Example: [registry.example.com/ray, docker.io/library].""")
        List<@Size(min = 1, max = Syntax.REPOSITORY_LENGTH) @Pattern(Syntax.REPOSITORY) String>
            repositories,
    @JsonPropertyDescription(
            """
            Required: an image is allowed only by its digest, so that what runs is what was looked at.
            Example: Required.""")
        AllowImages.Digest digest) {}
