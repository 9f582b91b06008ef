// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// An AdmissionReview as the API server sends it, to be bent by one thing.
final class Reviews {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Reviews() {}

  static final String POD =
      """
      {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{
       "uid":"u-1","kind":{"group":"","version":"v1","kind":"Pod"},
       "resource":{"group":"","version":"v1","resource":"pods"},
       "name":"worker","namespace":"ml","operation":"CREATE",
       "userInfo":{"username":"jane","groups":["dev","system:authenticated"]},
       "object":{"kind":"Pod","apiVersion":"v1",
        "metadata":{"name":"worker","namespace":"ml",
         "labels":{"app":"ray"},"annotations":{"a":"b"},
         "ownerReferences":[
          {"apiVersion":"v1","kind":"Other","name":"o","uid":"1"},
          {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"ray-1","uid":"2","controller":true}]},
        "spec":{
         "runtimeClassName":"cgroup-writable","hostUsers":false,
         "hostNetwork":true,"hostPID":true,"hostIPC":true,
         "serviceAccountName":"ray-head",
         "securityContext":{"seccompProfile":{"type":"RuntimeDefault"}},
         "resources":{"limits":{"memory":"4Gi"}},
         "volumes":[{"name":"tmp","emptyDir":{}},
          {"name":"host","hostPath":{"path":"/data"}}],
         "initContainers":[
          {"name":"init","image":"i:1","command":["/sbin/init","x"]},
          {"name":"mesh","image":"m:1","restartPolicy":"Always"}],
         "containers":[{"name":"app","image":"a:1",
          "resources":{"requests":{"cpu":1},"limits":{"cpu":"1500m"}},
          "securityContext":{"privileged":false,"allowPrivilegeEscalation":false,
           "capabilities":{"add":["CHOWN"],"drop":["ALL"]},
           "procMount":"Default","seccompProfile":{"type":"Localhost"},
           "cgroupOptions":{"mountMode":"Writable"}}}],
         "ephemeralContainers":[{"name":"debug","image":"d:1"}]},
        "status":{}},
       "oldObject":null,"dryRun":true,"options":{"kind":"CreateOptions"}}}
      """;

  static byte[] pod() {
    return POD.getBytes(StandardCharsets.UTF_8);
  }

  /// The review with its `request` bent.
  static byte[] bent(Consumer<ObjectNode> bend) {
    try {
      var review = (ObjectNode) JSON.readTree(POD);
      bend.accept((ObjectNode) review.get("request"));
      return JSON.writeValueAsBytes(review);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The review with a piece of its text replaced, which must be there.
  static byte[] replaced(String piece, String by) {
    if (!POD.contains(piece)) {
      throw new IllegalArgumentException("not in the review: " + piece);
    }
    return POD.replace(piece, by).getBytes(StandardCharsets.UTF_8);
  }
}
