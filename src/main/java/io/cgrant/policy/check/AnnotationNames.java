// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import java.util.List;

/// Names of annotations, said so that a test here and one in another language come to the same.
///
/// @param whole names as they are
/// @param prefixes what a name begins with
/// @param infixes what a name holds somewhere
public record AnnotationNames(List<String> whole, List<String> prefixes, List<String> infixes) {

  static AnnotationNames beginningWith(List<String> prefixes) {
    return new AnnotationNames(List.of(), prefixes, List.of());
  }

  boolean include(String name) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    for (String infix : infixes) {
      if (name.contains(infix)) {
        return true;
      }
    }
    return whole.contains(name);
  }
}
