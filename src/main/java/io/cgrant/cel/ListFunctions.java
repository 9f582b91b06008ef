// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;

/// What Kubernetes adds to lists.
///
/// Source: `k8s.io/apiserver/pkg/cel/library/lists.go`.
final class ListFunctions {

  private static final CelType ANY = TypeParamType.create("T");
  private static final CelType LIST = ListType.create(ANY);

  static final List<KubernetesFunction> ALL =
      List.of(
          of(
              "isSorted",
              SimpleType.BOOL,
              CelFunctionBinding.from("cgrant_is_sorted", List.class, ListFunctions::isSorted)),
          of("sum", ANY, CelFunctionBinding.from("cgrant_sum", List.class, ListFunctions::sum)),
          of(
              "min",
              ANY,
              CelFunctionBinding.from("cgrant_min", List.class, list -> outermost(list, -1))),
          of(
              "max",
              ANY,
              CelFunctionBinding.from("cgrant_max", List.class, list -> outermost(list, 1))),
          place(
              "indexOf",
              CelFunctionBinding.from(
                  "cgrant_list_index_of",
                  List.class,
                  Object.class,
                  (list, entry) -> (long) list.indexOf(entry))),
          place(
              "lastIndexOf",
              CelFunctionBinding.from(
                  "cgrant_list_last_index_of",
                  List.class,
                  Object.class,
                  (list, entry) -> (long) list.lastIndexOf(entry))));

  private ListFunctions() {}

  private static boolean isSorted(List<?> list) {
    for (int i = 1; i < list.size(); i++) {
      if (compare(list.get(i - 1), list.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Object sum(List<?> list) {
    Object sum = 0L;
    for (Object entry : list) {
      sum = plus(sum, entry);
    }
    return sum;
  }

  private static Object plus(Object sum, Object entry) {
    if (sum instanceof Long so && entry instanceof Long number) {
      return Math.addExact(so, number);
    }
    if (sum instanceof Number so && entry instanceof Number number) {
      return so.doubleValue() + number.doubleValue();
    }
    throw new IllegalArgumentException("sum() is for lists of numbers");
  }

  /// @param direction below 0 for the least, above 0 for the greatest
  private static Object outermost(List<?> list, int direction) {
    if (list.isEmpty()) {
      throw new IllegalArgumentException("an empty list has neither min() nor max()");
    }
    Object found = list.getFirst();
    for (Object entry : list) {
      if (compare(entry, found) * direction > 0) {
        found = entry;
      }
    }
    return found;
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    if (one instanceof Comparable<?> comparable && one.getClass() == other.getClass()) {
      return Integer.signum(((Comparable<Object>) comparable).compareTo(other));
    }
    if (one instanceof Number a && other instanceof Number b) {
      return Double.compare(a.doubleValue(), b.doubleValue());
    }
    throw new IllegalArgumentException("entries of the list have no order");
  }

  private static KubernetesFunction of(String name, CelType result, CelFunctionBinding binding) {
    return new KubernetesFunction(
        CelFunctionDecl.newFunctionDeclaration(
            name, CelOverloadDecl.newMemberOverload(binding.getOverloadId(), result, LIST)),
        binding);
  }

  private static KubernetesFunction place(String name, CelFunctionBinding binding) {
    return new KubernetesFunction(
        CelFunctionDecl.newFunctionDeclaration(
            name,
            CelOverloadDecl.newMemberOverload(binding.getOverloadId(), SimpleType.INT, LIST, ANY)),
        binding);
  }
}
