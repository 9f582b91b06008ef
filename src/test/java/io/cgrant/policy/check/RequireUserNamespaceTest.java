// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.Pods;
import org.junit.jupiter.api.Test;

final class RequireUserNamespaceTest {

  private static final Check CHECK = new RequireUserNamespace();

  @Test
  void acceptsAPodWithAUserNamespace() {
    Examined.by(CHECK, Pods.granted().withHostUsers(false)).findsNothing();
  }

  @Test
  void refusesAPodInTheUserNamespaceOfTheNode() {
    Examined.by(CHECK, Pods.granted().withHostUsers(true))
        .finds("spec.hostUsers: UserNamespaceMissing")
        .saying("hostUsers is true; set it to false");
  }

  @Test
  void takesLeftOutForTheUserNamespaceOfTheNode() {
    Examined.by(CHECK, Pods.granted().withoutHostUsers())
        .finds("spec.hostUsers: UserNamespaceMissing")
        .saying("left out, which means true");
  }

  @Test
  void doesNotCountAUserNamespaceByAnnotation() {
    Examined.by(
            CHECK, Pods.granted().withoutHostUsers().withAnnotation("userns-mode.crio.io", "auto"))
        .finds("spec.hostUsers: UserNamespaceMissing");
  }
}
