// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/// Which pods a policy speaks for.
@ValidationRule(
    value = "has(self.namespaceSelector) || has(self.podSelector) || has(self.serviceAccounts)",
    message =
        "an empty match matches nothing; write at least one of namespaceSelector, podSelector and"
            + " serviceAccounts")
public record MatchSpec(
    @JsonPropertyDescription(
            """
            The labels that the pod's namespace must have. An empty selector, {}, holds for every
            namespace. Example: {matchLabels: {team: ml}}.""")
        SelectorSpec namespaceSelector,
    @JsonPropertyDescription(
            """
            The labels that the pod must have. Whoever creates a pod chooses its labels, so this narrows
            a policy but is no protection by itself. An empty selector, {}, holds for every pod.
            Example: {matchLabels: {app: builder}}.""")
        SelectorSpec podSelector,
    @Size(min = 1, max = Syntax.LIST_ENTRIES)
        @JsonPropertyDescription(
            """
            Names of ServiceAccounts in the pod's own namespace, of which the pod must run as one.
            Whoever may make a ServiceAccount in any namespace can give it such a name, so write a
            namespaceSelector too.
            Example: [ray-head].""")
        List<
                @Size(min = 1, max = Syntax.DNS_SUBDOMAIN_LENGTH) @Pattern(Syntax.DNS_SUBDOMAIN)
                String>
            serviceAccounts,
    @Size(min = 1, max = Syntax.EXPRESSIONS)
        @ValidationRule(
            value = "self.all(one, self.exists_one(other, other.name == one.name))",
            message = "each name must be another")
        @JsonPropertyDescription(
            """
            Expressions in CEL that must all be true of the pod, asked after all else in the match has held.
            One that fails lets this policy grant nothing, and is reported. They narrow the other fields here and
            do not stand alone. Example:
            [{name: not-batch, expression: "!('batch' in object.metadata.?labels.orValue({}))"}].""")
        List<Condition> conditions) {

  /// An expression that must be true.
  public record Condition(
      @Required
          @Size(min = 1, max = Syntax.LABEL_VALUE_LENGTH)
          @Pattern(Syntax.EXPRESSION_NAME)
          @JsonPropertyDescription("Named where the expression fails. Example: not-batch.")
          String name,
      @Required
          @Size(min = 1, max = Syntax.EXPRESSION_LENGTH)
          @JsonPropertyDescription(
              """
              In CEL, true or false, with the variables object, oldObject, request and namespaceObject.
              Example: "!('batch' in object.metadata.?labels.orValue({}))".""")
          String expression) {}
}
