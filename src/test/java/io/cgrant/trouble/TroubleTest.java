// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.trouble;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A trouble that lasts is one line in the log, and so is its end.
final class TroubleTest {

  private static final Logger LOG = Logger.getLogger(TroubleTest.class.getName());

  private final List<String> told = new ArrayList<>();
  private final Handler ear = new Ear();
  private final Trouble trouble = new Trouble(TroubleTest.class);

  @BeforeEach
  void listen() {
    LOG.addHandler(ear);
  }

  @AfterEach
  void listenNoMore() {
    LOG.removeHandler(ear);
  }

  @Test
  void isToldOnceAndAgainWhenItIsAnotherOrComesBack() {
    trouble.isOver("never was");
    for (int i = 0; i < 100; i++) {
      trouble.warn("no right");
    }
    trouble.warn("no server");
    trouble.warn("no right");
    trouble.isOver("well again");
    trouble.isOver("well again");
    trouble.warn("no right");

    assertEquals(
        List.of(
            "WARN no right", "WARN no server", "WARN no right", "INFO well again", "WARN no right"),
        told);
  }

  private final class Ear extends Handler {
    @Override
    public void publish(LogRecord line) {
      told.add(line.getLevel() + " " + line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
