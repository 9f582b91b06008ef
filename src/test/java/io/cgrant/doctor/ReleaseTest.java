// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReleaseTest {

  @ParameterizedTest
  @CsvSource({
    "containerd://2.1.9, 2.1.9",
    "containerd://v2.2.0-rc.1, 2.2.0",
    "2.1.9+ds1-5, 2.1.9",
    "1:1.3.6-1, 1.3.6",
    "6.1.0-39-amd64, 6.1.0",
    "6.3, 6.3.0",
    "cri-o://1.35.1, 1.35.1"
  })
  void theNumbersCount(String text, String release) {
    assertEquals(release, Release.in(text).orElseThrow().toString());
  }

  @Test
  void whatBeginsWithNoNumberIsNone() {
    assertEquals(Optional.empty(), Release.in("containerd://devel"));
    assertEquals(Optional.empty(), Release.in(""));
  }

  @ParameterizedTest
  @CsvSource({
    "1.7.30, false, false",
    "2.0.9, false, false",
    "2.1.0, true, false",
    "2.1.6, true, false",
    "2.1.7, true, true",
    "2.2.0, true, false",
    "2.2.2, true, false",
    "2.2.3, true, true",
    "2.3.0, true, true",
    "3.0.0, true, true"
  })
  void whatAReleaseOfContainerdCanDo(String text, boolean knows, boolean keeps) {
    Release release = Release.in(text).orElseThrow();
    assertEquals(knows, ContainerdReleases.knowsWritable(release));
    assertEquals(keeps, ContainerdReleases.keepsDelegation(release));
  }
}
