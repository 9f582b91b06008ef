// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.crd.Syntax;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNameTest {

  private static final Pattern LABEL = Pattern.compile(Syntax.DNS_LABEL);
  private static final Pattern SUBDOMAIN = Pattern.compile(Syntax.DNS_SUBDOMAIN);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        ".",
        "-a",
        "a-",
        "a.",
        ".a",
        "a..b",
        "A",
        "ml/pods?n=1",
        "ml?watch=true",
        "ml#",
        "%6dl",
        "ml\n",
        "ä",
        "a_b"
      })
  void whatIsNoNameIsNone(String text) {
    assertFalse(ObjectName.isSubdomain(text));
    assertFalse(ObjectName.isLabel(text));
  }

  @Test
  void aLabelHasNoDotAndIsShorter() {
    assertTrue(ObjectName.isLabel("ml-prod-0") && ObjectName.isSubdomain("ml-prod-0"));
    assertTrue(!ObjectName.isLabel("ml.prod") && ObjectName.isSubdomain("ml.prod"));
    assertTrue(ObjectName.isLabel("a".repeat(63)) && !ObjectName.isLabel("a".repeat(64)));
    assertTrue(ObjectName.isSubdomain("a".repeat(253)) && !ObjectName.isSubdomain("a".repeat(254)));
  }

  @Test
  void theyAreWhatTheResourceDefinitionTakes() {
    var random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      var text = new StringBuilder();
      random.ints(random.nextInt(6), 0, 6).forEach(c -> text.append("a9-.Z\n".charAt(c)));
      boolean isLabel = LABEL.asMatchPredicate().test(text.toString());
      boolean isSubdomain = SUBDOMAIN.asMatchPredicate().test(text.toString());
      assertEquals(isLabel, ObjectName.isLabel(text.toString()), text::toString);
      assertEquals(isSubdomain, ObjectName.isSubdomain(text.toString()), text::toString);
    }
  }
}
