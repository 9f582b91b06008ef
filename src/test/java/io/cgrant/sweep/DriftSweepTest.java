// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.drift.Cause;
import io.cgrant.drift.Change;
import io.cgrant.drift.Holding;
import io.cgrant.drift.Today;
import io.cgrant.policy.Worlds;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriftSweepTest {

  private static final Duration PERIOD = Duration.ofMinutes(10);

  private final Map<String, List<String>> pages =
      Map.of("", List.of(pod("a"), ordinary("b")), "two", List.of(pod("c"), "{\"spec\":7}"));
  private final List<String> asked = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private boolean leads = true;
  private boolean isReady = true;
  private boolean isBroken;
  private Runnable onPage = () -> {};
  private Consumer<String> onJudging = namespace -> {};
  private Instant now = Instant.EPOCH;
  private final List<Duration> rests = new ArrayList<>();
  private final DriftSweep sweep = sweep(new Pace(PERIOD, 1_000_000));

  private DriftSweep sweep(Pace pace) {
    return new DriftSweep(
        this::page, today(), () -> leads, pace, audience(), () -> now, () -> now, rests::add);
  }

  private Audience audience() {
    return new Audience() {
      @Override
      public void changed(Change change, Holding holding) {
        told.add(change + " " + holding.pod().pod().name());
      }

      @Override
      public void begins() {
        heard.add("begins");
      }

      @Override
      public void holds(Holding holding) {
        heard.add(holding.pod().pod().name());
      }

      @Override
      public void ends() {
        heard.add("ends");
      }
    };
  }

  @AfterEach
  void stop() {
    sweep.close();
  }

  @Test
  void everyPageIsLookedAtAndTheResultIsOfTheWhole() {
    sweep.tick();
    assertEquals(List.of("/500", "two/500"), asked);
    assertEquals(List.of("Drifted a", "Drifted c"), told);
    SweepResult result = sweep.last();
    assertEquals(4, result.pods());
    assertEquals(1, result.unreadable());
    assertEquals(2, result.tally().holders());
    assertEquals(2, result.tally().drifted(Cause.NoRecord));
  }

  @Test
  void theNextSweepIsAPeriodLaterAndTellsNothingTwice() {
    sweep.tick();
    now = now.plus(PERIOD).minusMillis(1);
    sweep.tick();
    assertEquals(2, asked.size());
    now = now.plusMillis(1);
    sweep.tick();
    assertEquals(4, asked.size());
    assertEquals(2, told.size());
  }

  @Test
  void whoListensHearsOfEveryHolderInEverySweepAndOfItsEnd() {
    sweep.tick();
    now = now.plus(PERIOD);
    sweep.tick();
    List<String> once = List.of("begins", "a", "c", "ends");
    assertEquals(Stream.of(once, once).flatMap(List::stream).toList(), heard);
    heard.clear();
    onPage = () -> leads = false;
    now = now.plus(PERIOD);
    sweep.tick();
    assertEquals(List.of("begins", "a"), heard, "it did not end");
  }

  @Test
  void whoDoesNotLeadLooksAtNothingAndForgetsWhatItSaw() {
    leads = false;
    sweep.tick();
    assertEquals(List.of(), asked);
    leads = true;
    sweep.tick();
    leads = false;
    sweep.tick();
    assertEquals(SweepResult.NONE, sweep.last());
    leads = true;
    sweep.tick();
    assertEquals(4, told.size(), "another may have told it, or nobody");
  }

  @Test
  void whoLosesTheLeadStopsBeforeTheNextPage() {
    onPage = () -> leads = false;
    sweep.tick();
    assertEquals(List.of("/500"), asked);
    assertEquals(SweepResult.NONE, sweep.last());
    assertEquals(0, sweep.failures());
  }

  @Test
  void nothingIsJudgedBeforePoliciesAreKnown() {
    isReady = false;
    sweep.tick();
    assertEquals(List.of(), asked);
  }

  @Test
  void aSweepThatFailsIsCountedAndTriedAgainWithinAMinute() {
    isBroken = true;
    sweep.tick();
    assertEquals(1, sweep.failures());
    assertEquals(SweepResult.NONE, sweep.last());
    isBroken = false;
    sweep.tick();
    assertEquals(1, asked.size(), "not at once");
    now = now.plus(Duration.ofMinutes(1));
    sweep.tick();
    assertEquals(3, asked.size());
    assertEquals(2, sweep.last().tally().holders());
  }

  /// Five hundred pods of a megabyte each never come within the time of a page.
  @Test
  void whatDoesNotComeInTimeIsAskedForInSmallerPagesUntilAllWasSeen() {
    onPage =
        () -> {
          throw new KubernetesClientException("pods: no answer", new TimeoutException());
        };
    for (int i = 0; i < 5; i++) {
      sweep.tick();
      now = now.plus(Duration.ofMinutes(1));
    }
    assertEquals(List.of("/500", "/125", "/31", "/10", "/10"), asked);
    asked.clear();
    onPage = () -> {};
    sweep.tick();
    now = now.plus(PERIOD);
    sweep.tick();
    assertEquals(List.of("/10", "two/10", "/20", "two/20"), asked);
  }

  @Test
  void whatFailsOtherwiseIsAskedForInPagesOfTheSameSize() {
    isBroken = true;
    sweep.tick();
    isBroken = false;
    now = now.plus(Duration.ofMinutes(1));
    sweep.tick();
    assertEquals(List.of("/500", "/500", "two/500"), asked);
  }

  @Test
  void onePodThatJudgementStumblesOverHidesNoOther() {
    onJudging =
        namespace -> {
          if (namespace.isEmpty()) {
            throw new StackOverflowError("b");
          }
        };
    sweep.tick();
    assertEquals(List.of("Drifted a", "Drifted c"), told);
    assertEquals(2, sweep.last().unreadable());
    assertEquals(0, sweep.failures());
  }

  @Test
  void whereTheApiServerCannotBeAskedAboutOnePodTheSweepHasFailed() {
    onJudging =
        namespace -> {
          throw new KubernetesClientException("runtimeclasses: refused", 503, null);
        };
    sweep.tick();
    assertEquals(1, sweep.failures());
    assertEquals(SweepResult.NONE, sweep.last());
  }

  @Test
  void itIsNoFasterThanItMayBe() {
    var slow = new Pace(PERIOD, 100);
    assertEquals(100, slow.page());
    assertEquals(Duration.ofSeconds(1_000), slow.atLeast(100_000));
    assertEquals(500, new Pace(PERIOD, 1_000).page());
  }

  /// Two pods a second, on two pages of two. The time that a page took counts.
  @Test
  void betweenTwoPagesItRestsForAsLongAsItIsAhead() {
    for (int took : List.of(0, 400, 1_000, 7_000)) {
      onPage = () -> now = now.plusMillis(took);
      try (DriftSweep slow = sweep(new Pace(PERIOD, 2))) {
        slow.tick();
      }
    }
    assertEquals(List.of(Duration.ofSeconds(1), Duration.ofMillis(600)), rests);
  }

  @Test
  void aPaceThatMakesNoSenseIsRefusedWithAWayOut() {
    assertTrue(new Pace(Duration.ZERO, 1).isOff());
    for (Runnable wrong :
        List.<Runnable>of(() -> new Pace(Duration.ofSeconds(-1), 1), () -> new Pace(PERIOD, 0))) {
      String message = assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
      assertTrue(message.contains("; write "), message);
    }
  }

  private String page(String from, int most, Consumer<byte[]> each) {
    asked.add(from + "/" + most);
    if (isBroken) {
      throw new KubernetesClientException("api/v1/pods: refused", 403, null);
    }
    pages.get(from).forEach(pod -> each.accept(pod.getBytes(StandardCharsets.UTF_8)));
    onPage.run();
    return from.isEmpty() ? "two" : "";
  }

  private TodaySource today() {
    return new TodaySource() {
      @Override
      public boolean isReady() {
        return isReady;
      }

      @Override
      public Today in(String namespace) {
        onJudging.accept(namespace);
        return new Today(Worlds.with(), Map.of(), name -> Optional.empty());
      }
    };
  }

  private static String pod(String name) {
    return "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"ml\",\"uid\":\"u-%s\"},\"spec\":{\"runtimeClassName\":\"%s\"}}"
        .formatted(name, name, Worlds.CLASS);
  }

  private static String ordinary(String name) {
    return "{\"metadata\":{\"name\":\"%s\"},\"spec\":{}}".formatted(name);
  }
}
