// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import java.util.List;
import org.junit.jupiter.api.Test;

class MirrorPodTest {

  private static final PodView MIRROR =
      Pods.granted().withAnnotation("kubernetes.io/config.mirror", "hash").view();

  @Test
  void isOneThatItsNodeReports() {
    Ask ask = from(MIRROR, "system:node:worker-1", "system:nodes");
    assertTrue(MirrorPod.is(ask));
    assertSame(Verdict.NotAsked.UNTOUCHED, Gate.decide(ask, Worlds.with()));
    assertFalse(Gate.concerns(ask));
  }

  @Test
  void isNotOneThatSomebodyElseAnnotated() {
    assertFalse(MirrorPod.is(from(MIRROR, "alice", "system:authenticated")));
    assertFalse(MirrorPod.is(from(MIRROR, "alice", "system:nodes")));
    assertFalse(MirrorPod.is(from(MIRROR, "system:node:worker-1", "system:authenticated")));
    assertFalse(MirrorPod.is(from(MIRROR, "alice-system:node:", "system:nodes")));
  }

  @Test
  void isNotOneWithoutTheAnnotation() {
    assertFalse(MirrorPod.is(from(Pods.granted().view(), "system:node:worker-1", "system:nodes")));
  }

  private static Ask from(PodView pod, String user, String group) {
    return Asks.by(Asks.validate(pod), new Ask.Requester(user, List.of(group)));
  }
}
