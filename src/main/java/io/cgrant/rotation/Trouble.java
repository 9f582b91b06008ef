// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/// Says once what is wrong, and that it is over.
final class Trouble {

  private static final Logger LOG = Logger.getLogger(Trouble.class);

  private final Map<String, String> said = new HashMap<>();

  /// @param about what there is at most one trouble about
  void warn(String about, String sentence) {
    if (!sentence.equals(said.put(about, sentence))) {
      LOG.warn(sentence);
    }
  }

  /// @param sentence for whoever read what was wrong
  void isOver(String about, String sentence) {
    if (said.remove(about) != null) {
      LOG.info(sentence);
    }
  }
}
