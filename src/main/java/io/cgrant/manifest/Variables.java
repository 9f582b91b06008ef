// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The environment of a container, as far as the pod holds it.
///
/// The kubelet expands `$(NAME)` with what was defined before, leaves a name that it does not know
/// as it is, and takes `$$` for `$`. A variable whose value stands elsewhere keeps the one it had,
/// since an optional source that is missing defines nothing; but then it is unknown.
///
/// Source: Kubernetes, `third_party/forked/golang/expansion`, kubelet `makeEnvironmentVariables`.
final class Variables {

  private final Map<String, String> known = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();
  private final boolean hasSources;
  private final ExpansionBudget budget;

  /// @param sources how many entries `envFrom` has, each of which can define any name
  Variables(int sources, ExpansionBudget budget) {
    hasSources = sources > 0;
    this.budget = budget;
  }

  /// A text, and the variables in it whose values stand elsewhere.
  record Expanded(String text, List<String> unknown) {}

  void define(String name, String value) {
    Expanded expanded = expand(value);
    known.put(name, expanded.text());
    if (expanded.unknown().isEmpty()) {
      unknown.remove(name);
    } else {
      unknown.add(name);
    }
  }

  /// To a value that is not expanded any more.
  void defineAs(String name, String value) {
    known.put(name, value);
    unknown.remove(name);
  }

  void defineElsewhere(String name) {
    unknown.add(name);
  }

  Expanded expand(String text) {
    if (text.indexOf('$') < 0) {
      return new Expanded(text, List.of());
    }
    budget.take(text.length());
    var result = new StringBuilder();
    var elsewhere = new LinkedHashSet<String>();
    // So that none is looked for behind the last: there can be a million of `$(`.
    int lastEnd = text.lastIndexOf(')');
    int at = 0;
    while (at < text.length()) {
      boolean isReference = at < lastEnd && text.startsWith("$(", at);
      int end = isReference ? text.indexOf(')', at + 2) : -1;
      if (text.startsWith("$$", at)) {
        result.append('$');
        at += 2;
      } else if (end < 0) {
        result.append(text.charAt(at));
        at++;
      } else {
        String name = text.substring(at + 2, end);
        String value = known.get(name);
        Optional<String> ofService =
            value == null ? ServiceVariable.beginning(name) : Optional.empty();
        String put = value == null ? ofService.orElse(text.substring(at, end + 1)) : value;
        budget.take(put.length());
        result.append(put);
        if (isUnknown(name) || ofService.isPresent()) {
          elsewhere.add(name);
        }
        at = end + 1;
      }
    }
    return new Expanded(result.toString(), List.copyOf(elsewhere));
  }

  private boolean isUnknown(String name) {
    return unknown.contains(name) || (hasSources && !known.containsKey(name));
  }
}
