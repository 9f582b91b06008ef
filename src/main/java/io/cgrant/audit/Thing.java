// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

/// An object as an Event names it. What is not known is empty: an Event without a `uid` is found
/// by `kubectl get events` and `kubectl events --for`, but not by `kubectl describe`.
record Thing(String apiVersion, String kind, String namespace, String name, String uid) {

  /// No name in Kubernetes is longer. A mutating webhook sees others too, of pods that never
  /// come to exist.
  private static final int LONGEST = 253;

  Thing {
    apiVersion = cut(apiVersion);
    kind = cut(kind);
    namespace = cut(namespace);
    name = cut(name);
    uid = cut(uid);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
