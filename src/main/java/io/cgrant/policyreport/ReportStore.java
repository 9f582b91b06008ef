// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/// Where reports of one kind are kept, all under one name. Every method blocks, and throws a
/// [io.fabric8.kubernetes.client.KubernetesClientException] when the API server did not do it.
interface ReportStore {

  /// Whether the API server knows this kind at all.
  boolean isServed();

  /// The versions of all reports of our name, by namespace, whoever wrote them.
  Map<String, String> versions();

  Optional<JsonNode> read(String namespace);

  /// Makes it so, whatever stood there; what others have added stays.
  ///
  /// @return what stands there now
  JsonNode write(String namespace, ObjectNode report);

  /// Also where there is none.
  void remove(String namespace);
}
