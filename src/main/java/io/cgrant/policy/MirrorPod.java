// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

/// The API's reflection of a static pod, which runs on its node whatever anybody decides.
///
/// Only a kubelet makes one, so the annotation counts only when the request comes from a node.
final class MirrorPod {
  private static final String ANNOTATION = "kubernetes.io/config.mirror";
  private static final String NODE_GROUP = "system:nodes";
  private static final String NODE_USER = "system:node:";

  private MirrorPod() {}

  static boolean is(Ask ask) {
    return ask.pod().annotations().containsKey(ANNOTATION)
        && ask.requester().groups().contains(NODE_GROUP)
        && ask.requester().username().startsWith(NODE_USER);
  }
}
