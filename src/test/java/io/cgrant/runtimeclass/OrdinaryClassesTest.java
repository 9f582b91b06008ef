// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.runtimeclass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.cluster.ClusterView;
import io.cgrant.cluster.Moving;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrdinaryClassesTest {

  private static final Duration SETTLING = Duration.ofSeconds(75);

  private final Moving clock = new Moving();
  private final FakeStore store = new FakeStore();
  private Set<String> certain = Set.of();
  private final OrdinaryClasses classes = replica(names -> certain = names);

  @AfterEach
  void close() {
    classes.close();
  }

  @Test
  void aNameIsGuardedFirstAndListedOnlyOnceEverybodyHasHeardOfIt() {
    classesAre(Map.of("gvisor", "runsc"));
    assertEquals(Set.of("gvisor"), store.guarded);
    assertEquals(Set.of(), store.listed);
    classes.pass();
    clock.by(SETTLING.minusMillis(1));
    classes.pass();
    assertEquals(Set.of(), store.listed);
    assertEquals(Set.of(), certain);
    clock.by(Duration.ofMillis(1));
    classes.pass();
    assertEquals(Set.of("gvisor"), store.listed);
    assertEquals(Set.of("gvisor"), certain);
  }

  @Test
  void aClassThatHasBecomeGatedMeanwhileIsNeverListed() {
    classesAre(Map.of("gvisor", "runsc"));
    classes.pass();
    // Its creation was under way before the guard was there, and memory does not know of it yet.
    store.handlers.put("gvisor", "cgroup-writable");
    clock.by(SETTLING);
    classes.pass();
    assertEquals(Set.of(), store.listed);
    assertEquals(Set.of(), certain);
  }

  @Test
  void aGatedClassIsNeitherGuardedNorListed() {
    classesAre(Map.of("fast", "cgroup-writable"));
    clock.by(SETTLING);
    classes.pass();
    assertEquals(Set.of(), store.guarded);
    assertEquals(Set.of(), store.listed);
  }

  @Test
  void aClassThatIsGoneIsNoLongerListedAndStaysGuarded() {
    settle(Map.of("gvisor", "runsc"));
    classesAre(Map.of());
    assertEquals(Set.of(), store.listed);
    assertEquals(Set.of("gvisor"), store.guarded);
  }

  @Test
  void withoutTheGuardNothingIsListed() {
    settle(Map.of("gvisor", "runsc"));
    store.hasGuard = false;
    classes.pass();
    assertEquals(Set.of(), store.listed);
    assertEquals(Set.of(), certain);
    store.hasGuard = true;
    classes.pass();
    assertEquals(Set.of(), store.listed, "the guard may have been away for long");
  }

  @Test
  void aNameTakenOutOfTheGuardStartsAnew() {
    settle(Map.of("gvisor", "runsc"));
    store.guarded.clear();
    classes.pass();
    assertEquals(Set.of("gvisor"), store.guarded);
    assertEquals(Set.of(), store.listed);
  }

  @Test
  void anotherReplicaAndARestartTakeOverWhatIsListed() {
    settle(Map.of("gvisor", "runsc"));
    try (var other = replica(names -> {})) {
      other.see(view(Map.of("gvisor", "runsc")));
      other.pass();
      assertEquals(Set.of("gvisor"), store.listed);
    }
  }

  @Test
  void nothingIsWrittenBeforeTheClusterIsKnown() {
    store.listed = new TreeSet<>(Set.of("gvisor"));
    classes.pass();
    assertEquals(Set.of("gvisor"), store.listed);
  }

  @Test
  void theListAndTheGuardHaveAnEnd() {
    settle(
        IntStream.range(0, OrdinaryClasses.MOST_GUARDED + 10)
            .boxed()
            .collect(Collectors.toMap(i -> "class-" + i, i -> "runsc")));
    assertEquals(OrdinaryClasses.MOST_GUARDED, store.guarded.size());
    assertEquals(OrdinaryClasses.MOST_LISTED, store.listed.size());
    assertTrue(store.guarded.containsAll(store.listed));
    assertEquals(10, classes.unguarded());
  }

  @Test
  void aNameIsGuardedBeforeTheFirstPodThatNamesItPasses() {
    assertTrue(classes.guards("gvisor"));
    assertEquals(Set.of("gvisor"), store.guarded);
    assertTrue(classes.guards("gvisor"));
  }

  @Test
  void whenNoMoreNamesCanBeGuardedNoMorePodsPass() {
    IntStream.range(0, OrdinaryClasses.MOST_GUARDED).forEach(i -> store.guarded.add("used-" + i));
    assertTrue(classes.guards("used-7"));
    assertFalse(classes.guards("gvisor"));
    assertFalse(store.guarded.contains("gvisor"));
  }

  @Test
  void withoutTheGuardPodsDoNotWaitForIt() {
    store.hasGuard = false;
    assertTrue(classes.guards("gvisor"));
    assertEquals(Set.of(), store.guarded);
  }

  private OrdinaryClasses replica(java.util.function.Consumer<Set<String>> certain) {
    return new OrdinaryClasses(store, Set.of("cgroup-writable"), SETTLING, clock, certain);
  }

  private void settle(Map<String, String> handlers) {
    classesAre(handlers);
    classes.pass();
    clock.by(SETTLING);
    classes.pass();
    assertTrue(!store.listed.isEmpty());
  }

  private void classesAre(Map<String, String> handlers) {
    store.handlers.clear();
    store.handlers.putAll(handlers);
    classes.see(view(handlers));
    classes.pass();
  }

  private static ClusterView view(Map<String, String> handlers) {
    return ClusterView.UNSYNCED.next(List.of(), handlers);
  }

  private static final class FakeStore implements OrdinaryClassStore {
    private final Map<String, String> handlers = new HashMap<>();
    private final Set<String> guarded = new TreeSet<>();
    private Set<String> listed = new TreeSet<>();
    private boolean hasGuard = true;

    @Override
    public Optional<Set<String>> guarded() {
      return hasGuard ? Optional.of(Set.copyOf(guarded)) : Optional.empty();
    }

    @Override
    public void guard(Set<String> names) {
      guarded.addAll(names);
    }

    @Override
    public Optional<String> handler(String className) {
      return Optional.ofNullable(handlers.get(className));
    }

    @Override
    public Set<String> listed() {
      return listed;
    }

    @Override
    public void list(Set<String> names) {
      listed = new TreeSet<>(names);
    }
  }
}
