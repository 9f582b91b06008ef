// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.manifest.ReviewReader;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReviewBodyTest {

  @ParameterizedTest
  @EnumSource(SamplePod.class)
  void isTheSameAboutSeventeenKilobytesEachTime(SamplePod pod) {
    byte[] body = ReviewBody.of(pod);
    assertArrayEquals(body, ReviewBody.of(pod));
    assertTrue(body.length > 16_000 && body.length < 18_000, () -> "bytes: " + body.length);
  }

  @Test
  void holdsThreeMainContainersAndOneInit() {
    Ask ask = ReviewReader.read(ReviewBody.of(SamplePod.Granted), Ask.Phase.Validate);
    assertEquals(4, ask.pod().spec().containers().size());
  }

  @Test
  void isJudgedAsItsPodIsNamed() {
    assertInstanceOf(Verdict.Granted.class, verdict(SamplePod.Asking, Ask.Phase.Mutate));
    assertInstanceOf(Verdict.Granted.class, verdict(SamplePod.Granted, Ask.Phase.Validate));
    assertInstanceOf(Verdict.Refused.class, verdict(SamplePod.Refused, Ask.Phase.Validate));
    assertInstanceOf(Verdict.NotAsked.class, verdict(SamplePod.Ordinary, Ask.Phase.Validate));
  }

  private static Verdict verdict(SamplePod pod, Ask.Phase phase) {
    Ask ask = ReviewReader.read(ReviewBody.of(pod), phase);
    return Gate.decide(ask, PolicyCrowd.snapshot(10, PolicyCrowd.Selector.Label));
  }
}
