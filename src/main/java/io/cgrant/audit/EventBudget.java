// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.outlet.Allowance;
import io.cgrant.outlet.Oldest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// How much may be written, of one object, of one namespace and of all together: neither an object
/// nor a namespace can flood the API server, or take the place of others' Events, and all pods
/// together not that of policies' own. For one thread.
///
/// Each replica has a budget of its own and knows nothing of the others'. So an object has so
/// little that three replicas, and what they tell on five policies of the same pods, stay within
/// 20 Events and 40 writes, as far as a controller makes the pods; what others make and call that
/// object's has as much apart, and so in its namespace. What drifts takes nothing of either.
final class EventBudget {

  private static final int MOST_NAMESPACES = 4_000;
  private static final int MOST_OBJECTS = 2_000;
  private static final int BURST_OF_POLICIES = 50;
  private static final int BURST_OF_PODS = 100;
  private static final int BURST_OF_DRIFT = 100;
  private static final Duration REFILL = Duration.ofMillis(200);
  private static final int NAMESPACE_BURST = 25;
  private static final Duration NAMESPACE_REFILL = Duration.ofSeconds(6);

  /// Counts of one namespace: each Event has one in five minutes as long as its happening comes
  /// again, and whoever begins one every few seconds has hundreds in the end.
  private static final int NAMESPACE_COUNTS = 25;

  private static final Duration NAMESPACE_COUNTS_REFILL = Duration.ofSeconds(2);

  /// An Event, and the last count of what came again: whoever tells much has the sums right.
  private static final int EVENT_AND_LAST_COUNT = 2;

  /// Events and counts of one object.
  private static final int OBJECT_BURST = 6;

  private static final Duration OBJECT_REFILL = Duration.ofMinutes(1);

  /// Nobody who makes pods says what is told of a policy.
  private static final int POLICY_BURST = 40;

  private static final Duration POLICY_REFILL = Duration.ofSeconds(30);

  private final Map<Told, Allowance> ofObject = new Oldest<>(MOST_OBJECTS);
  private final Map<In, Allowance> ofNamespace = new Oldest<>(MOST_NAMESPACES);
  private final Map<In, Allowance> countsOfNamespace = new Oldest<>(MOST_NAMESPACES);
  private final Allowance ofPolicies;
  private final Allowance ofPods;
  private final Allowance ofDrift;

  /// What pods of anybody's tell of an object takes no place of what its controller's do.
  private record Told(Thing of, Maker by) {}

  /// Nor does it in a namespace: bare pods of many texts would silence every Deployment there.
  private record In(String namespace, Maker by) {}

  EventBudget(Instant now) {
    this.ofPolicies = new Allowance(BURST_OF_POLICIES, REFILL, now);
    this.ofPods = new Allowance(BURST_OF_PODS, REFILL, now);
    this.ofDrift = new Allowance(BURST_OF_DRIFT, REFILL, now);
  }

  /// Takes what an Event costs, or says no.
  boolean mayBegin(Happening happening, Instant now) {
    Allowance object = ofObject(happening, now);
    return object.has(EVENT_AND_LAST_COUNT, now)
        && mayWriteInNamespace(happening, now)
        && ofAll(happening).take(now)
        && object.take(EVENT_AND_LAST_COUNT, now);
  }

  /// Takes what a count costs that others follow, or says no.
  boolean mayCount(Happening happening, Instant now) {
    Allowance object = ofObject(happening, now);
    return object.has(1, now)
        && mayCountInNamespace(happening, now)
        && ofAll(happening).take(now)
        && object.take(1, now);
  }

  /// For the object, it was taken with its Event.
  boolean mayCountLast(Happening happening, Instant now) {
    return mayCountInNamespace(happening, now) && ofAll(happening).take(now);
  }

  /// Of an Event that there is not, or no more, nothing will be counted.
  void countNoMore(Happening happening, Instant now) {
    ofObject(happening, now).giveBack();
  }

  private Allowance ofObject(Happening happening, Instant now) {
    return ofObject.computeIfAbsent(
        new Told(happening.regarding(), happening.maker()),
        told ->
            happening.isOnPolicy()
                ? new Allowance(POLICY_BURST, POLICY_REFILL, now)
                : new Allowance(OBJECT_BURST, OBJECT_REFILL, now));
  }

  /// News of a policy are told once, and of a pod that drifts once in an hour: whoever may make
  /// pods drives out neither.
  private Allowance ofAll(Happening happening) {
    if (happening.isOnPolicy()) {
      return ofPolicies;
    }
    return happening.kind() == Happening.Kind.Drifted ? ofDrift : ofPods;
  }

  private boolean mayWriteInNamespace(Happening happening, Instant now) {
    return mayInNamespace(happening, ofNamespace, NAMESPACE_BURST, NAMESPACE_REFILL, now);
  }

  private boolean mayCountInNamespace(Happening happening, Instant now) {
    return mayInNamespace(
        happening, countsOfNamespace, NAMESPACE_COUNTS, NAMESPACE_COUNTS_REFILL, now);
  }

  /// What is in no namespace has no neighbours in the one that its Events lie in: all policies are
  /// not one tenant, and whoever may make pods in `default` drives out no news of them.
  private static boolean mayInNamespace(
      Happening happening, Map<In, Allowance> all, int most, Duration refill, Instant now) {
    var place = new In(happening.regarding().namespace(), happening.maker());
    return happening.isOnPolicy()
        || all.computeIfAbsent(place, in -> new Allowance(most, refill, now)).take(now);
  }
}
