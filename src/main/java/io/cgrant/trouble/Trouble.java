// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.trouble;

import org.jboss.logging.Logger;

/// What is wrong with one thing that is tried again and again: said once, and again when it is
/// another trouble, or over. For one thread.
public final class Trouble {

  private final Logger log;
  private String said = "";

  /// @param teller whose log it is
  public Trouble(Class<?> teller) {
    this.log = Logger.getLogger(teller);
  }

  /// @param sentence what does not work, why, and what to do
  public void warn(String sentence) {
    if (!sentence.equals(said)) {
      said = sentence;
      log.warn(sentence);
    }
  }

  /// @param sentence for whoever read what was wrong
  public void isOver(String sentence) {
    if (!said.isEmpty()) {
      said = "";
      log.info(sentence);
    }
  }
}
