// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// One aspect of a policy's state, written as `metav1.Condition`.
///
/// @param lastTransitionTime RFC 3339
public record Condition(
    @Required
        @Size(max = 316)
        @Pattern(
            "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
                + "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")
        @JsonPropertyDescription("The aspect, in CamelCase. Example: Ready.")
        String type,
    @Required @JsonPropertyDescription("Whether it holds. Example: \"True\".") Truth status,
    @JsonPropertyDescription("The metadata.generation that the condition was set for. Example: 3.")
        Long observedGeneration,
    @Required
        @JsonPropertyDescription("When the status last changed. Example: 2026-11-24T12:00:00Z.")
        String lastTransitionTime,
    @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        @JsonPropertyDescription(
            "Why the status is what it is, as one CamelCase word. Example: Compiled.")
        String reason,
    @Required @Size(max = 32768) @JsonPropertyDescription("The same for people; may be empty.")
        String message) {

  public enum Truth {
    True,
    False,
    Unknown
  }
}
