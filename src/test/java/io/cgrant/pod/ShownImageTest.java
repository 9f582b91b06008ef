// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        "nginx@sha256:6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
        "registry.example.com:5000/ray:2@sha512:0123456789abcdef",
      })
  void whatCanBeAReferenceStaysAsItIs(String reference) {
    assertEquals(reference, ShownImage.of(reference));
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
}
