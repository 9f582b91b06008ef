// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.time.Duration;
import java.util.List;

/// Nothing can be written any more: to `/tmp`, and to where the log goes.
record DiskTrial(int perSecond) implements Trial {

  private static final String SMALL = "mount -t tmpfs -o size=16m none /tmp";
  private static final String FILL = "dd if=/dev/zero of=%s bs=64k 2>/dev/null";

  @Override
  public TrialResult run(ChartStand stand) {
    try (var fleet = new Fleet(stand, "disk")) {
      PackagedCgrant filling = fleet.launch(Launch.shipped().afterMounts(SMALL));
      fleet.awaitServing(1);
      fleet.sharing().awaitGrant();
      try (Traffic traffic = fleet.send(perSecond)) {
        Endpoints.pause(Duration.ofSeconds(2));
        long event = System.nanoTime();
        String full = "/proc/" + filling.pid() + "/root/tmp/full";
        Command.of("sh", "-c", FILL.formatted(full) + "; test -s " + full).run().orThrow();
        Endpoints.pause(Duration.ofSeconds(8));
        fleet.launch(
            Launch.shipped()
                .afterMounts(
                    SMALL + "\n" + FILL.formatted("/tmp/full") + "\nexec >/dev/full 2>&1"));
        Duration started = fleet.awaitServing(2);
        fleet.endpoints().leave(filling);
        Endpoints.pause(Duration.ofSeconds(8));
        traffic.close();
        Tally tally = traffic.tally();
        return TrialResult.of(
            "Full disk",
            "`/tmp` of a replica is filled while it serves; another is started with a full `/tmp` and"
                + " a standard output that takes nothing, and then serves alone",
            traffic,
            event,
            List.of(
                TrialBar.none("asks refused", tally.asksRefused()),
                TrialBar.atMost("start with a full disk", started, Duration.ofSeconds(30))),
            List.of("cgrant writes no files where its certificate is in a Secret"));
      }
    }
  }
}
