// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;

/// How much all connections of a port together may have sent before they have shaken hands. Of
/// each byte the JDK makes up to 25 and keeps them until then. More ends the oldest of them: who
/// means it needs no time.
final class HandshakeRoom {

  private final int most;
  private final LinkedHashSet<Share> oldestFirst = new LinkedHashSet<>();

  /// Of those that stay.
  private int staying;

  /// Also of those that gave way, until their own threads have closed them.
  private int held;

  /// @param most bytes
  HandshakeRoom(int most) {
    this.most = most;
  }

  synchronized Share enter(Channel connection) {
    var share = new Share(connection);
    oldestFirst.add(share);
    return share;
  }

  private boolean othersGiveWay(Share to) {
    Iterator<Share> others = oldestFirst.iterator();
    while (staying > most) {
      Share oldest = others.next();
      if (oldest == to) {
        return false;
      }
      others.remove();
      staying -= oldest.bytes;
      oldest.close();
    }
    return true;
  }

  /// What one connection has sent.
  final class Share {

    private final Channel connection;
    private int bytes;

    private Share(Channel connection) {
      this.connection = connection;
    }

    /// @return false where this one has to be closed itself
    boolean take(int more) {
      synchronized (HandshakeRoom.this) {
        if (!oldestFirst.contains(this)) {
          return false;
        }
        bytes += more;
        staying += more;
        held += more;
        return held <= most + most / 8 && othersGiveWay(this);
      }
    }

    /// Later, since it would leave at once.
    private void close() {
      connection.eventLoop().execute(() -> Cut.off(connection));
    }

    void leave() {
      synchronized (HandshakeRoom.this) {
        held -= bytes;
        if (oldestFirst.remove(this)) {
          staying -= bytes;
        }
      }
    }
  }
}
