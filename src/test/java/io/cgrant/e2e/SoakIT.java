// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A short soak, so that the long one (`make soak`) does not rot.
@ExtendWith(StandExtension.class)
final class SoakIT {

  private static final Soak SHORT = new Soak(Duration.ofSeconds(15), 100, Duration.ofSeconds(2));

  @Test
  void inAShortWhileAllThatIsSentIsAccountedForAndNothingGrows(Stand stand) {
    var world = new World(stand.newId());
    // What others have left for it to count would be counted here.
    stand.cgrant().close();
    stand.cgrant().start();
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      TrialResult result = SHORT.run(stand.cgrant().packaged(), stage.admin(), world).result();
      ClusterChoice.say(String.join("\n  ", result.seen()));
      // How fast it goes is said by the long one, on a machine of its own.
      List<String> missed =
          result.bars().stream()
              .filter(bar -> !bar.isMet() && !bar.what().endsWith(" in a second"))
              .map(bar -> bar.what() + ": " + bar.shownMeasured() + ", not " + bar.shownLimit())
              .toList();
      assertEquals(List.of(), missed);
    }
  }
}
