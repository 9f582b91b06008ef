// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReleaseTest {

  @ParameterizedTest
  @CsvSource({
    "2.1, 2.1",
    "v2.1.9~ds1-5+b2, 2.1.9",
    "2.4.0-beta.0, 2.4.0",
    "containerd://2.1.9, 2.1.9",
    "containerd://v2.2.0-rc.1, 2.2.0",
    "2.1.9+ds1-5, 2.1.9",
    "1:1.3.6-1, 1.3.6",
    "6.1.0-39-amd64, 6.1.0",
    "6.6.87.2-microsoft-standard-WSL2, 6.6.87",
    "4.18.0-553.el8_10.x86_64, 4.18.0",
    "6.3, 6.3",
    "cri-o://1.35.1, 1.35.1"
  })
  void theNumbersCount(String text, String release) {
    assertEquals(release, Release.read(text).orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2",
        "v2.",
        "2.x",
        "latest",
        "2.1.9 ; rm",
        "2.1\n",
        "-2.1",
        "99999.1",
        "containerd://devel"
      })
  void whatBeginsWithNoNumberIsNone(String text) {
    assertEquals(Optional.empty(), Release.read(text));
  }

  @Test
  void onesWithoutAPatchAreTheFirstOfTheirLine() {
    assertTrue(Release.of(2, 1).isBefore(Release.of(2, 1, 1)));
    assertFalse(Release.of(2, 1).isBefore(Release.of(2, 1, 0)));
    assertFalse(Release.of(2, 1, 0).isBefore(Release.of(2, 1)));
    assertTrue(Release.of(2, 1, 9).isBefore(Release.of(2, 2)));
    assertTrue(Release.of(1, 7, 30).isBefore(Release.of(2, 0)));
    assertEquals(Release.of(2, 1), Release.of(2, 1, 9).line());
  }

  @ParameterizedTest
  @CsvSource({
    "1.7.30, false, false",
    "2.0.9, false, false",
    "2.1.0, true, false",
    "2.1.6, true, false",
    "2.1.7, true, true",
    "2.2, true, false",
    "2.2.0, true, false",
    "2.2.2, true, false",
    "2.2.3, true, true",
    "2.3.0, true, true",
    "3.0.0, true, true"
  })
  void whatAReleaseOfContainerdCanDo(String text, boolean knows, boolean keeps) {
    Release release = Release.read(text).orElseThrow();
    assertEquals(knows, ContainerdRelease.knowsWritable(release));
    assertEquals(keeps, ContainerdRelease.keepsNsdelegate(release));
  }
}
