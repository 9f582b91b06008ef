// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.util.List;

/// Which sort of pod is sent after which, over and over.
enum Mix {
  /// Three in five ask: each pod is worth more of what is tried.
  MostAsk(
      PodSort.Ordinary, PodSort.Qualifying, PodSort.Ordinary, PodSort.Qualifying, PodSort.Unsafe),

  /// One in five asks. A pod that asks costs the API server twice what another does; where it and
  /// the sender take all of a machine, whoever starts again there shows how slow the machine is.
  FewAsk(
      PodSort.Ordinary,
      PodSort.Ordinary,
      PodSort.Qualifying,
      PodSort.Ordinary,
      PodSort.Ordinary,
      PodSort.Ordinary,
      PodSort.Ordinary,
      PodSort.Unsafe,
      PodSort.Ordinary,
      PodSort.Ordinary);

  private final List<PodSort> turns;

  Mix(PodSort... turns) {
    this.turns = List.of(turns);
  }

  /// @param number of the pod, from 0
  PodSort sort(long number) {
    return turns.get((int) (number % turns.size()));
  }
}
