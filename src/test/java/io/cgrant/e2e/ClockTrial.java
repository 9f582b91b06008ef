// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The clock of one replica is a day off: from its start, and by a jump.
record ClockTrial(int perSecond) implements Trial {

  private static final List<Path> LIBRARIES =
      Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
          .map(a -> Path.of("/usr/lib", a, "faketime/libfaketimeMT.so.1"))
          .toList();

  private static final Pattern TIME = Pattern.compile("\"time\":\"([^\"]+)\"");

  @Override
  public TrialResult run(ChartStand stand) {
    Path clock = Folders.create(ChartStand.FOLDER).resolve("clock");
    set(clock, "+1d");
    try (var fleet = new Fleet(stand, "clock")) {
      PackagedCgrant ahead = fleet.launch(with(clock));
      fleet.awaitServing(1);
      fleet.sharing().awaitGrant();
      double shownAhead = shownHours(ahead);
      var intruder = new Intruder(stand.admin(), Resources.path(fleet.sharing().world().policy()));
      // Three in a row, so that the next time it takes its time.
      Stream.of(1, 2, 3).forEach(i -> repaired(intruder, fleet));
      fleet.sharing().awaitGrant();
      try (Traffic traffic = fleet.send(perSecond)) {
        long event = System.nanoTime();
        fleet.launch();
        fleet.awaitServing(2);
        Endpoints.pause(Duration.ofSeconds(5));
        set(clock, "-1d");
        Endpoints.pause(Duration.ofSeconds(12));
        double shownBehind = shownHours(ahead);
        set(clock, "+0");
        Endpoints.pause(Duration.ofSeconds(8));
        traffic.close();
        set(clock, "-1d");
        Duration repaired = repaired(intruder, fleet);
        Tally tally = traffic.tally();
        return TrialResult.of(
            "Clock off by a day",
            "a replica that is the first, and makes the certificates, starts with a clock a day ahead; one with the"
                + " right time joins it; then the first one's clock jumps to a day behind, and to the right time",
            traffic,
            event,
            List.of(
                TrialBar.none("asks refused", tally.asksRefused()),
                TrialBar.atLeast("its clock was ahead", shownAhead, 23, "h"),
                TrialBar.atLeast("its clock was behind", -shownBehind, 23, "h"),
                TrialBar.atMost(
                    "caBundle put right with the clock behind", repaired, Duration.ofSeconds(40))),
            List.of(
                "what a clock a day ahead signs is valid at once: certificates begin 43 h before they are made"));
      }
    }
  }

  private static Duration repaired(Intruder intruder, Fleet fleet) {
    intruder.overwriteBundles();
    return Wait.upTo(Duration.ofSeconds(60))
        .until("caBundle is put right", fleet.sharing()::isPublished);
  }

  private static Launch with(Path clock) {
    Path library =
        LIBRARIES.stream()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("no libfaketime; install the package libfaketime"));
    return Launch.shipped()
        .withVariable("LD_PRELOAD", library.toString())
        .withVariable("FAKETIME_TIMESTAMP_FILE", clock.toString())
        .withVariable("FAKETIME_CACHE_DURATION", "1")
        // Timeouts and pauses go by a clock that nobody sets.
        .withVariable("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        // Else each wait of the Java machine ends at once, and all its threads turn.
        .withVariable("FAKETIME_FORCE_MONOTONIC_FIX", "0")
        .withVariable("DONT_FAKE_MONOTONIC", "1");
  }

  /// How far its clock is ahead, by the last decision it logged.
  private static double shownHours(PackagedCgrant replica) {
    Wait.upTo(Duration.ofSeconds(10))
        .until("a decision is logged", () -> last(replica).isPresent());
    Instant shown = Instant.parse(last(replica).orElseThrow());
    return Duration.between(Instant.now(), shown).toMinutes() / 60.0;
  }

  private static Optional<String> last(PackagedCgrant replica) {
    return TIME.matcher(Manifests.text(replica.log()))
        .results()
        .map(r -> r.group(1))
        .reduce((before, after) -> after);
  }

  private static void set(Path clock, String offset) {
    try {
      Path next = clock.resolveSibling("clock.next");
      Files.writeString(next, offset + "\n");
      Files.move(next, clock, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
