// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;

/// Who says what would become of a pod.
sealed interface Judge extends AutoCloseable permits Webhook, ApiServer {

  /// @param namespace of a pod that names none
  /// @throws JudgeUnreachable when there is no answer
  Trial of(JsonNode pod, String namespace);

  @Override
  void close();
}
