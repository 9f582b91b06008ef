// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// What a client writes into its certificate comes into our log, and the decision log is there too.
final class RefusedClientsTest {

  @Test
  void aNameInACertificateIsOneLineAndReachesNoTerminal() {
    assertEquals(
        "for CN=a?{\"verdict\":\"Granted\"}?[2J?b",
        RefusedClients.shown("for CN=a\n{\"verdict\":\"Granted\"}\u001b[2J\u202eb"));
    assertEquals(1_001, RefusedClients.shown("u".repeat(1_000_000)).length());
  }
}
