// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/// What stands against a pod: the first objections as they are, the others as a number, so that no
/// pod costs more memory, log or time than another. Never changes.
public final class Objections extends AbstractList<Objection> {

  /// How many are kept.
  public static final int MOST = Finding.MOST;

  public static final Objections NONE = new Objections(List.of(), 0);

  private final List<Objection> kept;
  private final int more;

  private Objections(List<Objection> kept, int more) {
    this.kept = kept;
    this.more = more;
  }

  /// The first of these, and the number of the others.
  public static Objections of(List<Objection> all) {
    if (all instanceof Objections bounded) {
      return bounded;
    }
    int kept = Math.min(all.size(), MOST);
    return kept == 0 ? NONE : new Objections(List.copyOf(all.subList(0, kept)), all.size() - kept);
  }

  @Override
  public Objection get(int index) {
    return kept.get(index);
  }

  @Override
  public int size() {
    return kept.size();
  }

  /// How many are not kept, at the least: where enough is said, nobody looks for all.
  public int more() {
    return more;
  }

  /// Objections on their way. For one thread.
  static final class Gathered {

    private List<Objection> kept = List.of();
    private int more;

    void add(Objection objection) {
      if (isFull()) {
        more++;
        return;
      }
      kept = kept.isEmpty() ? new ArrayList<>(4) : kept;
      kept.add(objection);
    }

    void addAll(List<Objection> objections) {
      for (Objection objection : objections) {
        add(objection);
      }
      if (objections instanceof Objections bounded) {
        more += bounded.more();
      }
    }

    void addOfFloor(List<Finding> findings) {
      for (Finding finding : findings) {
        add(Objection.ofFloor(finding));
      }
    }

    void addOf(Policy policy, List<Finding> findings) {
      for (Finding finding : findings) {
        add(Objection.of(policy, finding));
      }
    }

    boolean isEmpty() {
      return kept.isEmpty();
    }

    int size() {
      return kept.size();
    }

    boolean isFull() {
      return room() == 0;
    }

    /// How many more are kept as they are.
    int room() {
      return MOST - kept.size();
    }

    Objections end() {
      return isEmpty() ? NONE : new Objections(List.copyOf(kept), more);
    }
  }
}
