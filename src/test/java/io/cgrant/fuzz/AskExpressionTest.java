// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.common.values.NullValue;
import io.cgrant.fuzz.Judgement.Outcome;
import io.cgrant.fuzz.MatchConditions.Fate;
import io.cgrant.policy.Ask.Phase;
import io.cgrant.policy.Snapshot;
import io.cgrant.rerun.FailsForGood;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the gate would judge must be sent to it: a match condition that leaves a pod out which asks
/// is a way past cgrant, and nobody would see it.
@FailsForGood
final class AskExpressionTest {

  private static final long FIXED_SEED = 3488;
  private static final int MUTANTS = 20_000;

  /// Of a hundred pods that ask for nothing, after something that is likely to matter was put in.
  private static final int MOST_SENT_FOR_NOTHING = 10;

  private static final MatchConditions MUTATE = MatchConditions.ofMutating("ask.pods.cgrant.io");
  private static final MatchConditions WISH =
      MatchConditions.ofMutating("namespace.pods.cgrant.io");
  private static final MatchConditions VALIDATE = MatchConditions.ofValidating("pods.cgrant.io");
  private static final List<FuzzWorld> WORLDS = FuzzWorld.all();
  private static final List<Snapshot> SNAPSHOTS = WORLDS.stream().map(FuzzWorld::snapshot).toList();

  private int asked;
  private int silent;
  private int sentForNothing;

  @Test
  void everyPodThatAsksIsSent() throws IOException {
    List<Tree.Obj> pods = Seeds.pods();
    var bender = new Bender(new SplittableRandom(FIXED_SEED), new Dictionary());
    RandomGenerator picks = new SplittableRandom(FIXED_SEED + 1);
    for (int i = 0; i < MUTANTS; i++) {
      Tree.Obj seed = pods.get(picks.nextInt(pods.size()));
      Tree.Obj old = i % 2 == 0 ? seed : ordinary(seed);
      Tree.Obj pod = bender.bent(old);
      if (isOfAnApiServer(pod)) {
        creation(pod);
        update(old, pod);
      }
    }
    System.out.println(
        asked
            + " ask and are sent, "
            + silent
            + " do not, "
            + sentForNothing
            + " of those are sent");
    assertTrue(asked > MUTANTS / 2, "too few ask");
    assertTrue(sentForNothing * 100 <= silent * MOST_SENT_FOR_NOTHING, "too many are sent");
  }

  /// The same pods without what asks, as most pods of a cluster are: nothing of them is sent, so
  /// that they start whether or not cgrant runs.
  @Test
  void noOrdinaryPodIsSent() throws IOException {
    int ordinary = 0;
    for (Tree.Obj seed : Seeds.pods()) {
      Tree.Obj pod = ordinary(seed);
      boolean asks =
          GateUnderTest.create(pod, Phase.Validate, SNAPSHOTS.getFirst()).outcome()
              != Outcome.NOT_ASKED;
      // Whoever writes that field is sent, whatever it says: its names can still move.
      if (!asks && !pod.json().contains("cgroupOptions")) {
        ordinary++;
        Map<String, Object> created = variables("CREATE", pod, new Tree.Null());
        assertEquals(Fate.NOT_SENT, MUTATE.of(created), pod::json);
        assertEquals(Fate.NOT_SENT, VALIDATE.of(created), pod::json);
        assertEquals(Fate.NOT_SENT, VALIDATE.of(variables("UPDATE", pod, pod)), pod::json);
      }
    }
    assertTrue(ordinary > 20, "too few are ordinary");
  }

  /// To look through them costs an API server their square.
  @Test
  void whatHasVeryManyAnnotationsIsSentUnseen() {
    assertEquals(Fate.NOT_SENT, MUTATE.of(withAnnotations(1_000)));
    assertEquals(Fate.SENT, MUTATE.of(withAnnotations(1_001)));
  }

  private static Map<String, Object> withAnnotations(int number) {
    Map<String, String> annotations =
        IntStream.range(0, number).boxed().collect(Collectors.toMap(i -> "a" + i, i -> ""));
    return Map.of(
        "object",
        Map.of("metadata", Map.of("annotations", annotations), "spec", Map.of()),
        "oldObject",
        NullValue.NULL_VALUE,
        "request",
        Map.of("operation", "CREATE", "kind", Map.of("kind", "Pod")));
  }

  private static Tree.Obj ordinary(Tree.Obj seed) {
    var pod = (Tree.Obj) seed.copy();
    if (pod.get("metadata") instanceof Tree.Obj(var metadata)) {
      metadata.removeIf(m -> m.key().equals("labels") || m.key().equals("annotations"));
    }
    if (pod.get("spec") instanceof Tree.Obj(var spec)) {
      spec.removeIf(m -> m.key().equals("runtimeClassName"));
    }
    return pod;
  }

  private void creation(Tree.Obj pod) {
    Map<String, Object> variables = variables("CREATE", pod, new Tree.Null());
    Fate fate = MUTATE.of(variables);
    boolean isWished = WISH.of(variables) == Fate.SENT;
    List<GateUnderTest> answers = GateUnderTest.create(pod, Phase.Mutate, SNAPSHOTS);
    for (int i = 0; i < answers.size(); i++) {
      boolean namespaceAsks = WORLDS.get(i).world().namespaceAsks() && isWished;
      compare(answers.get(i), namespaceAsks ? Fate.SENT : fate, pod);
    }
    Fate last = VALIDATE.of(variables);
    GateUnderTest.create(pod, Phase.Validate, SNAPSHOTS).forEach(a -> compare(a, last, pod));
    countSilent(pod, answers, fate);
  }

  private void update(Tree.Obj old, Tree.Obj pod) {
    Fate fate = VALIDATE.of(variables("UPDATE", pod, old));
    GateUnderTest.update(old, pod, SNAPSHOTS).forEach(a -> compare(a, fate, pod));
  }

  private void compare(GateUnderTest answer, Fate fate, Tree.Obj pod) {
    assertTrue(fate != Fate.FAILED, () -> "an expression fails for " + pod.json());
    if (answer.outcome() != Outcome.NOT_ASKED) {
      asked++;
      assertEquals(Fate.SENT, fate, () -> answer + " is never heard for " + pod.json());
    }
  }

  /// A RuntimeClass is sent as long as cgrant has not put it on the list of ordinary ones.
  private void countSilent(Tree.Obj pod, List<GateUnderTest> answers, Fate fate) {
    boolean hasClass = new OraclePod(pod).runtimeClass.isPresent();
    boolean asks = answers.stream().anyMatch(a -> a.outcome() != Outcome.NOT_ASKED);
    if (!hasClass && !asks) {
      silent++;
      sentForNothing += fate == Fate.SENT ? 1 : 0;
    }
  }

  /// One that it has decoded and written out again: with types that fit, and no key twice.
  private static boolean isOfAnApiServer(Tree.Obj pod) {
    return !pod.holdsAKeyTwice()
        && !WORLDS.getFirst().judge(pod, Phase.Validate).allowed().contains(Outcome.UNREADABLE);
  }

  private static Map<String, Object> variables(String operation, Tree.Obj pod, Tree old) {
    var variables = new HashMap<String, Object>();
    variables.put("object", withMetadata(value(pod)));
    variables.put(
        "oldObject",
        old instanceof Tree.Null
            ? dev.cel.common.values.NullValue.NULL_VALUE
            : withMetadata(value(old)));
    variables.put("request", Map.of("operation", operation, "kind", Map.of("kind", "Pod")));
    return variables;
  }

  /// Every object of an API server has metadata and, of a pod, a spec.
  private static Object withMetadata(Object pod) {
    if (pod instanceof Map<?, ?> found) {
      var whole = new LinkedHashMap<Object, Object>(found);
      whole.putIfAbsent("metadata", Map.of());
      whole.putIfAbsent("spec", Map.of());
      return whole;
    }
    return pod;
  }

  private static Object value(Tree tree) {
    return switch (tree) {
      case Tree.Obj(var members) -> object(members);
      case Tree.Arr(var items) -> items(items);
      case Tree.Text(var text) -> text;
      case Tree.Num(var written) when written.matches("-?[0-9]{1,18}") -> Long.valueOf(written);
      case Tree.Num(var written) -> Double.valueOf(written);
      case Tree.Bool(var bool) -> bool;
      case Tree.Null none -> "";
    };
  }

  private static Object object(List<Tree.Member> members) {
    var object = new LinkedHashMap<String, Object>();
    for (Tree.Member member : members) {
      if (!(member.value() instanceof Tree.Null)) {
        object.put(member.key(), value(member.value()));
      }
    }
    // Go leaves the name of a variable out of nothing it writes.
    if (object.get("env") instanceof List<?> variables) {
      object.put("env", variables.stream().map(AskExpressionTest::named).toList());
    }
    return object;
  }

  private static Object named(Object variable) {
    if (variable instanceof Map<?, ?> found && !found.containsKey("name")) {
      var named = new LinkedHashMap<Object, Object>(found);
      named.put("name", "");
      return named;
    }
    return variable;
  }

  private static List<Object> items(List<Tree> items) {
    var values = new ArrayList<Object>();
    items.forEach(item -> values.add(value(item)));
    return values;
  }
}
