// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request, as far as its head says it.
///
/// @param token of who asks
/// @param parameters of the query, each of which the route knows
/// @param subject as whom, where it is somebody else
record Question(
    ApiRoute route, String token, Map<String, String> parameters, Optional<Subject> subject) {

  static final int LONGEST_SOURCE = 256;

  Question {
    parameters = Map.copyOf(parameters);
  }

  /// Somebody whom a caller asks for, as the headers `Impersonate-User` and `Impersonate-Group` of
  /// an API server name them.
  record Subject(String username, List<String> groups) {
    Subject {
      groups = List.copyOf(groups);
    }
  }

  String parameter(String name, String otherwise) {
    return parameters.getOrDefault(name, otherwise);
  }
}
