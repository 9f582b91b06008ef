// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import java.util.Map;
import java.util.TreeMap;

/// What one whole sweep has to tell.
///
/// @param namespaces those that have something to be told
/// @param leftOut how many pods have no result anywhere
record Survey(Map<String, NamespaceFindings> namespaces, long leftOut) {

  static final Survey NOTHING = new Survey(Map.of(), 0);

  Survey {
    namespaces = new TreeMap<>(namespaces);
  }
}
