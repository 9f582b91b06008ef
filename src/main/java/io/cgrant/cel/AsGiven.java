// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.values.CelValueConverter;
import java.util.function.Function;

/// Leaves lists and maps as they are. At every step dev.cel would go through all that is in one, to
/// find what is no value of CEL yet: a pod as a whole for each of its fields, unmetered. Here
/// nothing is: what a pod holds was made for CEL, and functions give what they are given.
final class AsGiven extends CelValueConverter {

  @Override
  public Object toRuntimeValue(Object value) {
    return super.toRuntimeValue(value instanceof Rewriting.Held(var held) ? held : value);
  }

  @Override
  protected Object mapContainer(Object value, Function<Object, Object> mapper) {
    return value;
  }
}
