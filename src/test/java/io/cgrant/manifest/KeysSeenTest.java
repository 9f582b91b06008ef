// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KeysSeenTest {

  private final KeysSeen keys = new KeysSeen();

  @Test
  void findsADuplicateAmongFewAndAmongMany() {
    keys.enter();
    for (int i = 0; i < 1_000; i++) {
      assertTrue(keys.add(("key-" + i).intern()));
      assertFalse(keys.add(("key-" + i).intern()), "after " + i);
      assertFalse(keys.add("key-0"), "after " + i);
    }
  }

  @Test
  void keepsObjectsApart() {
    keys.enter();
    assertTrue(keys.add("a"));
    keys.enter();
    assertTrue(keys.add("a"));
    keys.leave();
    assertFalse(keys.add("a"));
    assertTrue(keys.add("b"));
    keys.leave();
    keys.enter();
    assertTrue(keys.add("a"));
  }

  @Test
  void forgetsALargeObjectOnceItIsClosed() {
    for (int round = 0; round < 2; round++) {
      keys.enter();
      keys.enter();
      for (int i = 0; i < 50; i++) {
        assertTrue(keys.add(("key-" + i).intern()));
      }
      keys.leave();
      assertTrue(keys.add("key-1"));
      keys.leave();
    }
  }

  @Test
  void longKeysAreBoundedTogetherAndShortOnesAreNot() {
    keys.enter();
    String tail = "-".repeat(1_000);
    assertThrows(
        Unreadable.class,
        () -> {
          for (int i = 0; i < 300; i++) {
            keys.add((i + tail).intern());
          }
        });
    var others = new KeysSeen();
    for (int i = 0; i < 50_000; i++) {
      others.enter();
      others.add("terminationGracePeriodSeconds");
      others.leave();
    }
  }

  @Test
  void goesAsDeepAsTheReaderLetsIt() {
    for (int depth = 0; depth < 200; depth++) {
      keys.enter();
      assertTrue(keys.add("a"));
    }
    for (int depth = 0; depth < 200; depth++) {
      assertFalse(keys.add("a"));
      keys.leave();
    }
  }

  @Test
  void hasAnEnd() {
    var keys = new KeysSeen();
    keys.enter();
    assertThrows(
        Unreadable.class,
        () -> {
          for (int i = 0; i < 30_000; i++) {
            keys.add(("key-" + i).intern());
          }
        });
  }
}
