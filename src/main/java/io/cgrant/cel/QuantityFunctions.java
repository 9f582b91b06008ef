// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import io.cgrant.pod.Quantity;
import java.math.BigDecimal;
import java.util.List;

/// Amounts of resources, exact.
///
/// Source: `k8s.io/apiserver/pkg/cel/library/quantity.go`.
final class QuantityFunctions {

  private static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");

  static final List<KubernetesFunction> ALL =
      List.of(
          global(
              "quantity",
              QUANTITY,
              SimpleType.STRING,
              CelFunctionBinding.from("cgrant_quantity", String.class, QuantityFunctions::parsed)),
          global(
              "isQuantity",
              SimpleType.BOOL,
              SimpleType.STRING,
              CelFunctionBinding.from(
                  "cgrant_is_quantity", String.class, QuantityFunctions::isQuantity)),
          of(
              "sign",
              SimpleType.INT,
              CelFunctionBinding.from(
                  "cgrant_sign", Quantity.class, q -> (long) q.amount().signum())),
          of(
              "isInteger",
              SimpleType.BOOL,
              CelFunctionBinding.from(
                  "cgrant_is_integer", Quantity.class, QuantityFunctions::isInteger)),
          of(
              "asInteger",
              SimpleType.INT,
              CelFunctionBinding.from(
                  "cgrant_as_integer", Quantity.class, q -> q.amount().longValueExact())),
          of(
              "asApproximateFloat",
              SimpleType.DOUBLE,
              CelFunctionBinding.from(
                  "cgrant_as_float", Quantity.class, q -> q.amount().doubleValue())),
          with(
              "add",
              QUANTITY,
              QUANTITY,
              CelFunctionBinding.from(
                  "cgrant_add", Quantity.class, Quantity.class, Quantity::plus)),
          with(
              "add",
              QUANTITY,
              SimpleType.INT,
              CelFunctionBinding.from(
                  "cgrant_add_int", Quantity.class, Long.class, (a, b) -> a.plus(whole(b)))),
          with(
              "sub",
              QUANTITY,
              QUANTITY,
              CelFunctionBinding.from(
                  "cgrant_sub", Quantity.class, Quantity.class, QuantityFunctions::minus)),
          with(
              "sub",
              QUANTITY,
              SimpleType.INT,
              CelFunctionBinding.from(
                  "cgrant_sub_int", Quantity.class, Long.class, (a, b) -> minus(a, whole(b)))),
          with(
              "isGreaterThan",
              SimpleType.BOOL,
              QUANTITY,
              CelFunctionBinding.from(
                  "cgrant_is_greater",
                  Quantity.class,
                  Quantity.class,
                  (a, b) -> a.compareTo(b) > 0)),
          with(
              "isLessThan",
              SimpleType.BOOL,
              QUANTITY,
              CelFunctionBinding.from(
                  "cgrant_is_less", Quantity.class, Quantity.class, (a, b) -> a.compareTo(b) < 0)),
          with(
              "compareTo",
              SimpleType.INT,
              QUANTITY,
              CelFunctionBinding.from(
                  "cgrant_compare",
                  Quantity.class,
                  Quantity.class,
                  (a, b) -> (long) a.compareTo(b))));

  private QuantityFunctions() {}

  private static Quantity parsed(String text) {
    return Quantity.parse(text);
  }

  private static boolean isQuantity(String text) {
    try {
      return parsed(text).amount() != null;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isInteger(Quantity quantity) {
    try {
      return quantity.amount().longValueExact() == quantity.amount().longValue();
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static Quantity minus(Quantity from, Quantity amount) {
    return new Quantity(from.amount().subtract(amount.amount()));
  }

  private static Quantity whole(long number) {
    return new Quantity(BigDecimal.valueOf(number));
  }

  private static KubernetesFunction global(
      String name, CelType result, CelType argument, CelFunctionBinding binding) {
    return new KubernetesFunction(
        CelFunctionDecl.newFunctionDeclaration(
            name, CelOverloadDecl.newGlobalOverload(binding.getOverloadId(), result, argument)),
        binding);
  }

  private static KubernetesFunction of(String name, CelType result, CelFunctionBinding binding) {
    return new KubernetesFunction(
        CelFunctionDecl.newFunctionDeclaration(
            name, CelOverloadDecl.newMemberOverload(binding.getOverloadId(), result, QUANTITY)),
        binding);
  }

  private static KubernetesFunction with(
      String name, CelType result, CelType argument, CelFunctionBinding binding) {
    return new KubernetesFunction(
        CelFunctionDecl.newFunctionDeclaration(
            name,
            CelOverloadDecl.newMemberOverload(binding.getOverloadId(), result, QUANTITY, argument)),
        binding);
  }
}
