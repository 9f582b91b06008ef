// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/// A rule, and sources that break it.
///
/// @param breach Java files that compile and must be refused
record Wall(String name, ArchRule rule, List<String> breach) {

  static Wall of(String name, ArchRule rule, String... breach) {
    return new Wall(name, rule.allowEmptyShould(true), List.of(breach));
  }
}
