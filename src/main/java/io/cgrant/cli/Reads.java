// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// Reads objects of a cluster as the API server writes them.
sealed interface Reads extends AutoCloseable permits ApiServerReads, KubectlReads {

  /// @param path below the API server, as `/api/v1/namespaces/ml`
  /// @return empty where there is no such object
  /// @throws JudgeUnreachable when there is no answer, or the caller may not read it
  Optional<JsonNode> get(String path);

  /// In which a person looks who names none.
  String namespace();

  @Override
  void close();
}
