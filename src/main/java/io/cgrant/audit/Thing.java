// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.admission.Printable;
import io.cgrant.pod.PodView.Owner;

/// An object as an Event names it. What is not known is empty: an Event without a `uid` is found
/// by `kubectl get events` and `kubectl events --for`, but not by `kubectl describe`.
record Thing(String apiVersion, String kind, String namespace, String name, String uid) {

  /// No name in Kubernetes is longer. A mutating webhook sees others too, of pods that never
  /// come to exist; and of an owner the API server takes any text, which kubectl then prints.
  private static final int LONGEST = 253;

  Thing {
    apiVersion = cut(apiVersion);
    kind = cut(kind);
    namespace = cut(namespace);
    name = cut(name);
    uid = cut(uid);
  }

  /// Safe to write: as it comes, it is somebody else's text.
  Thing shown() {
    return new Thing(
        Printable.of(apiVersion),
        Printable.of(kind),
        Printable.of(namespace),
        Printable.of(name),
        Printable.of(uid));
  }

  Owner asOwner() {
    return new Owner(apiVersion, kind, name, uid);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
