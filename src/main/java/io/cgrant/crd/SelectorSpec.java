// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/// A Kubernetes label selector.
public record SelectorSpec(
    @Size(max = Syntax.MAP_ENTRIES)
        @ValidationRule(
            value = "self.all(key, size(key) > 0 && size(key) <= " + Syntax.LABEL_KEY_LENGTH + ")",
            message = "each key must be a label key, as team or example.com/team")
        @JsonPropertyDescription(
            """
            Labels that must be there with exactly this value. Example: {team: ml}.""")
        Map<String, @Size(max = Syntax.LABEL_VALUE_LENGTH) @Pattern(Syntax.LABEL_VALUE) String>
            matchLabels,
    @Size(max = Syntax.MAP_ENTRIES)
        @JsonPropertyDescription(
            """
            Conditions on labels, which must all hold.
            Example: [{key: env, operator: NotIn, values: [prod]}].""")
        List<Expression> matchExpressions) {

  /// A condition on one label.
  @ValidationRule(
      value = "self.operator in ['In', 'NotIn'] == (has(self.values) && size(self.values) > 0)",
      message = "In and NotIn need at least one entry in values; Exists and DoesNotExist take none")
  public record Expression(
      @Required
          @Size(min = 1, max = Syntax.LABEL_KEY_LENGTH)
          @Pattern(Syntax.LABEL_KEY)
          @JsonPropertyDescription("The key of the label. Example: env.")
          String key,
      @Required
          @JsonPropertyDescription(
              """
              In: the label is there with one of the values. NotIn: it is missing, or has none of the
              values. Exists: it is there. DoesNotExist: it is missing. Example: In.""")
          Operator operator,
      @Size(max = Syntax.LIST_ENTRIES)
          @JsonPropertyDescription(
              """
              The values for In and NotIn, where at least one is needed; Exists and DoesNotExist take
              none. Example: [prod, stage].""")
          List<@Size(max = Syntax.LABEL_VALUE_LENGTH) @Pattern(Syntax.LABEL_VALUE) String>
              values) {}

  public enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist
  }
}
