// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

  private static final String FORM =
      "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"annotations\":{\"a\":\"%s\"}}}";

  /// A message is cut where it is long, also within what it quotes.
  @ParameterizedTest
  @ValueSource(strings = {"{'a': 1}[V] == 1", "object.metadata.annotations[V] == 'x'"})
  void whatIsQuotedOfAPodIsNotToldHoweverLongItIs(String form) {
    String expression = form.replace("V", "object.metadata.annotations.a");
    for (int times : new int[] {1, 10, 20, 30, 40, 50, 100, 1_000, 10_000}) {
      String failure = Evaluated.failure(expression, FORM.formatted("it's secret ".repeat(times)));
      assertTrue(failure.contains("key '…"), failure);
      assertFalse(failure.contains("secret"), failure);
    }
  }
}
