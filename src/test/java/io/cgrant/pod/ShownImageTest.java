// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownImageTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nginx",
        "registry.example.com:5000/ray/head:2",
        "[2001:db8::1]:5000/Ray_head/a-b.c__d:v1.0-RC_2",
        "https://registry.example.com/ray",
        "nginx@sha256:6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
        "registry.example.com:5000/ray:2@sha512:0123456789abcdef",
      })
  void whatCanBeAReferenceStaysAsItIs(String reference) {
    assertSame(reference, ShownImage.of(reference));
  }

  @ParameterizedTest
  @CsvSource({
    "jane:secret@registry.example.com/ray:2, ***@registry.example.com/ray:2",
    "jane:secret@localhost:5000, ***@localhost:5000",
    "https://jane:secret@registry.example.com/ray, https://***@registry.example.com/ray",
    "https://secret@registry.example.com/ray@sha256:ab, https://***@registry.example.com/ray@sha256:ab",
    "jane:sec@ret@registry.example.com/ray, ***@registry.example.com/ray",
    "jane:sec/ret@registry.example.com/ray, ***@registry.example.com/ray",
    "jane:sec://ret@registry.example.com/ray, ***@registry.example.com/ray",
    "registry.example.com/ray?token=secret, registry.example.com/ray?***",
    "https://jane:se?cret@registry.example.com/ray?t=secret, https://***@registry.example.com/ray?***",
    "registry.example.com/ray?token=secret@sha256:ab, registry.example.com/ray?***@sha256:ab",
    "ray@sha256:ab@sha256:cd, ***@sha256:ab@sha256:cd",
    "registry.example.com/ray#secret@sha256:ab, registry.example.com/ray#***@sha256:ab",
    "ray@latest, ***@latest",
  })
  void whatMayBeCredentialsIsLeftOut(String reference, String shown) {
    assertEquals(shown, ShownImage.of(reference));
  }

  @ParameterizedTest
  @CsvSource({
    "reg/a:1&password=S3CR3T, reg/a:1&***",
    "reg/a:1;password=x, reg/a:1;***",
    "reg/a%3Ftoken=x, reg/a%***",
    "u%3Ax%40reg/a:1, u%***",
    "reg/a:1 password=x, reg/a:1 ***",
    "reg/a\uFF1Ftoken=x, reg/a\uFF1F***",
    "reg/a\uD83D\uDD11token=x, reg/a\uD83D\uDD11***",
    "reg/a\u0430token=x, reg/a\u0430***",
    "reg/a:1&, reg/a:1&***",
    "reg/a:1&password=x@sha256:ab, reg/a:1&***@sha256:ab",
    "reg/a@sha256:ab&password=x, ***@sha256:ab&***",
    "jane:x@reg/a:1;password=x, ***@reg/a:1;***",
  })
  void whatNoReferenceHoldsEndsIt(String reference, String shown) {
    assertEquals(shown, ShownImage.of(reference));
  }

  @ParameterizedTest
  @CsvSource({
    "jane:secret\uFF20reg/a:1, ***\uFF20***",
    "jane:secret\uFE6Breg/a:1, ***\uFE6B***",
    "jane:secret%40reg/a:1, ***%***",
  })
  void anAtInOtherWritingHasNoUserBeforeIt(String reference, String shown) {
    assertEquals(shown, ShownImage.of(reference));
  }

  /// Held against the characters one by one, since they are looked up in a table.
  @Test
  void onlyTheCharactersOfReferencesStay() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String reference = "a" + (char) c + "b";
      boolean isHeld = reference.matches("a[A-Za-z0-9._/:\\[\\]-]b");
      assertEquals(isHeld, ShownImage.of(reference).equals(reference), "U+%04X".formatted(c));
    }
  }
}
