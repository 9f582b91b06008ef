// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.crd.PolicyResource;
import io.cgrant.crd.WritableCgroupPolicy;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/// Where the status of policies is kept.
@FunctionalInterface
interface StatusStore {

  /// Blocking. Replaces what cgrant has said before, and leaves alone what others say.
  ///
  /// @throws io.fabric8.kubernetes.client.KubernetesClientException when it could not be written
  void write(String policy, JsonNode status);

  /// By server-side apply, so that two replicas that say the same change nothing.
  static StatusStore of(KubernetesClient client) {
    var apply =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("cgrant")
            .withForce(true)
            .build();
    return (policy, status) -> {
      var object = new GenericKubernetesResource();
      object.setApiVersion(WritableCgroupPolicy.API_VERSION);
      object.setKind(WritableCgroupPolicy.KIND);
      object.setMetadata(new ObjectMetaBuilder().withName(policy).build());
      object.setAdditionalProperty("status", status);
      client
          .genericKubernetesResources(PolicyResource.CONTEXT)
          .resource(object)
          .subresource("status")
          .patch(apply, object);
    };
  }
}
