// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.manifest.ListedKind;
import java.util.Optional;
import java.util.function.Consumer;

/// Where the objects of a cluster are listed. Blocking.
public interface Source {

  /// @return empty when all were read; else a sentence that says why not
  Optional<String> each(ListedKind kind, Consumer<JsonNode> use);

  /// Pods of all namespaces that have not ended.
  Optional<String> pods(Consumer<JsonNode> use);
}
