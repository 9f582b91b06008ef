// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import io.cgrant.policy.Policy;
import java.util.List;

/// What came of reading a policy. One with a problem grants nothing.
public sealed interface PolicyReading {

  /// @param warnings what makes sense, and is seldom meant
  record Ready(Policy policy, List<Problem> warnings) implements PolicyReading {
    public Ready {
      warnings = List.copyOf(warnings);
    }
  }

  /// @param name as far as it could be read, else empty
  /// @param generation as far as it could be read, else 0
  /// @param problems all of them, at least one, in the order of the fields
  record Invalid(String name, long generation, List<Problem> problems) implements PolicyReading {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
