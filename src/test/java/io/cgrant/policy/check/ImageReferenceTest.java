// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The edges: the first and the last character of each range, and of each length.
final class ImageReferenceTest {

  private static final String HEX = "0123456789abcdef0123456789ABCDEF";

  @ParameterizedTest
  @ValueSource(chars = {'a', 'z', '0', '9', '-', '.', '_'})
  void aPathMayHold(char c) {
    assertEquals("quay.io/" + c + "q", repository("quay.io/" + c + "q"));
  }

  @ParameterizedTest
  @ValueSource(chars = {'`', '{', 'A', 'Z', ',', '+', '~', '!', ' ', '\u007f', 'é', '^'})
  void aPathMayNotHold(char c) {
    assertRefused("quay.io/" + c + "q");
    assertRefused("quay.io/q" + c);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "z", "A", "Z", "0", "9", "_", "_.", "a.b", "a-b", "a_b"})
  void aTagMayBe(String tag) {
    assertEquals("docker.io/library/nginx", repository("nginx:" + tag));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "-a", "a+", "a~", "a!", "é"})
  void aTagMayNotBe(String tag) {
    assertRefused("nginx:" + tag);
  }

  @Test
  void aTagEndsAt128Characters() {
    assertEquals("docker.io/library/nginx", repository("nginx:" + "t".repeat(128)));
    assertRefused("nginx:" + "t".repeat(129));
  }

  @Test
  void aReferenceEndsAt1024Characters() {
    String path = "quay.io/" + "p".repeat(1_016);
    assertEquals(path, repository(path));
    assertRefused(path + "p");
  }

  @Test
  void aDigestHasAnAlgorithmAnd32HexadecimalDigits() {
    assertEquals(Optional.of("x:" + HEX), parsed("nginx@x:" + HEX).digest());
    assertEquals(Optional.of("x:" + HEX), parsed("nginx:1@x:" + HEX).digest());
    assertEquals(Optional.empty(), parsed("nginx:1").digest());
    assertRefused("nginx@x:" + HEX.substring(1));
    assertRefused("nginx@x:" + HEX.substring(1) + "g");
    assertRefused("nginx@x:g" + HEX);
    assertRefused("nginx@:" + HEX + "0");
    assertRefused("nginx@" + HEX);
    assertRefused("@x:" + HEX);
  }

  @ParameterizedTest
  @CsvSource({
    "ab, docker.io/library/ab",
    "abg, docker.io/library/abg",
    "ab:abc, docker.io/library/ab"
  })
  void isNoId(String written, String repository) {
    assertEquals(repository, repository(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"abc", "sha256:a", "sha384:a", "sha512:a", "sha512:9f", "sha512:0123456789abcdef"})
  void isAnId(String written) {
    assertRefused(written);
  }

  @Test
  void theNameOfAnAlgorithmIsAnIdOnlyWithHexadecimalDigitsBehindIt() {
    assertEquals("docker.io/library/sha512", repository("sha512:g"));
    assertEquals("docker.io/library/sha512", repository("sha512"));
    assertEquals("docker.io/library/sha1", repository("sha1:a"));
    assertEquals("docker.io/library/abc", repository("abc@x:" + HEX));
  }

  @ParameterizedTest
  @CsvSource({
    ".io/a, .io/a",
    ":1/a, :1/a",
    "localhost/a, localhost/a",
    "localhosts/a, docker.io/localhosts/a",
    "a/b, docker.io/a/b"
  })
  void theFirstPartIsARegistryWhereItLooksLikeOne(String written, String repository) {
    assertEquals(repository, repository(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"quay.io/./a", "quay.io/../a", "quay.io/a/..", "quay.io/a/.", "/a", "quay.io/a/"})
  void aPathStaysWhereItBegins(String written) {
    assertRefused(written);
  }

  @Test
  void aFolderHoldsItselfAndWhatIsBelow() {
    ImageReference ray = parsed("quay.io/ray");
    assertEquals(true, ray.isIn("quay.io/ray"));
    assertEquals(true, ray.isIn("quay.io"));
    assertEquals(false, ray.isIn("quay.io/ra"));
    assertEquals(false, ray.isIn("quay.io/ray/head"));
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io, true",
    "localhost, true",
    "quay, false",
    "quay.io/a, true",
    "quay.io/A, false",
    "quay.io/, false",
    "quay/a, false",
    "quay.io!, true",
    "quay.ioé, false"
  })
  void isInFull(String name, boolean expected) {
    assertEquals(expected, ImageReference.isInFull(name));
  }

  private static String repository(String written) {
    return parsed(written).repository();
  }

  private static ImageReference parsed(String written) {
    return ImageReference.parse(written).orElseThrow(() -> new AssertionError(written));
  }

  private static void assertRefused(String written) {
    assertEquals(Optional.empty(), ImageReference.parse(written), written);
  }
}
