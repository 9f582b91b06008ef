// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.connection.BoundedTransport;
import org.junit.jupiter.api.Test;

final class BodyRoomTest {

  private static final int MIB = 1024 * 1024;

  /// Of the heap that the server has: the half of a young generation's reserve is not in it.
  private static final int QUARTER = (96 - 2) * MIB / 4;

  private final BodyRoom room = new BodyRoom(QUARTER);

  /// With an ordinary body on each connection, and policies that wait.
  @Test
  void allThatIsHeldIsAQuarterOfTheHeap() {
    long held = taken(BodyRoom.ORDINARY + 1) + taken(BodyRoom.SMALL + 1);
    held +=
        (long) BoundedTransport.MOST_REVIEWERS * BodyRoom.ORDINARY + PolicyEndpoint.WAITING.bytes();
    assertTrue(held <= QUARTER, held + " of " + QUARTER);
    assertTrue(held > QUARTER - MIB, held + " of " + QUARTER);
  }

  @Test
  void largeOnesTakeNothingFromSmallOnesAndThoseNothingFromOrdinaryOnes() {
    assertTrue(taken(BodyRoom.SMALL + 1) > 0);
    assertTrue(room.take(BodyRoom.SMALL));
    assertTrue(taken(BodyRoom.ORDINARY + 1) > 0);
    assertTrue(room.take(BodyRoom.ORDINARY));
  }

  @Test
  void oneOfTheLargestSizeHasRoomInAnyHeap() {
    var tiny = new BodyRoom(MIB);
    assertTrue(tiny.take(MIB));
    assertTrue(tiny.take(BodyRoom.LARGEST));
    assertFalse(tiny.take(BodyRoom.LARGEST));
    tiny.giveBack(BodyRoom.LARGEST);
    assertTrue(tiny.take(BodyRoom.LARGEST));
  }

  @Test
  void ofTheLargestOneIsReadAtATimeAndOfSmallOnesAny() {
    assertTrue(room.beginReading(BodyRoom.LARGEST));
    assertFalse(room.beginReading(BodyRoom.SMALL + 1));
    assertTrue(room.beginReading(BodyRoom.SMALL));
    room.endReading(BodyRoom.LARGEST);
    assertTrue(room.beginReading(BodyRoom.SMALL + 1));
  }

  private long taken(int each) {
    long taken = 0;
    while (room.take(each)) {
      taken += each;
    }
    return taken;
  }
}
