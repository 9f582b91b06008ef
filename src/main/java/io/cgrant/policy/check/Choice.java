// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Words chosen by a policy from a closed list.
final class Choice {

  private Choice() {}

  /// @return the same words, sorted, so that messages do not depend on how the policy lists them
  /// @throws InvalidCheck at `field` when there are none, at `field[i]` for a word not in the list
  static Set<String> of(String field, Collection<String> chosen, String... words) {
    List<String> known = Arrays.asList(words);
    if (chosen.isEmpty()) {
      throw new InvalidCheck(field, "must name at least one of " + String.join(", ", known));
    }
    int i = 0;
    for (String word : chosen) {
      if (!known.contains(word)) {
        throw new InvalidCheck(
            field + "[" + i + "]",
            "\"" + word + "\" is not one of " + String.join(", ", known) + "; mind the case");
      }
      i++;
    }
    return Collections.unmodifiableSet(new TreeSet<>(chosen));
  }

  /// As a person reads it: `Default or Unmasked`.
  static String listed(Collection<?> words) {
    return String.join(" or ", words.stream().map(Object::toString).toList());
  }
}
