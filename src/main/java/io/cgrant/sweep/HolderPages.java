// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import io.cgrant.drift.Holding;
import io.cgrant.drift.StoredPod;
import io.cgrant.manifest.StoredPodReader;
import io.cgrant.manifest.Unreadable;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Who holds a writable cgroup now, read when somebody asks, a page of pods at a time.
public final class HolderPages {

  /// Pods of a page.
  public static final int LARGEST = 500;

  /// Milliseconds, for one page.
  private static final int TIMEOUT = 6_000;

  private final KubernetesClient client;
  private final TodaySource today;

  /// @param holdings of the pods of this page, as they are told
  /// @param unreadable pods of which nobody can tell anything
  /// @param next where the list goes on; empty at its end
  public record Page<T>(List<T> holdings, int unreadable, String next) {
    public Page {
      holdings = List.copyOf(holdings);
    }
  }

  public HolderPages(KubernetesClient client, ClusterToday today) {
    this(client, (TodaySource) today);
  }

  HolderPages(KubernetesClient client, TodaySource today) {
    this.client = client;
    this.today = today;
  }

  /// Whether policies, namespaces and RuntimeClasses are known at all.
  public boolean isReady() {
    return today.isReady();
  }

  /// Blocking.
  ///
  /// @param namespace a name that an API server would take; empty for all
  /// @param from what the page before said; empty for the first
  /// @param most pods that are looked at, at most [#LARGEST]
  /// @param told what is kept of a holding. Not the holding: annotations and owners of one pod can
  ///     be a megabyte, and a page has many
  /// @throws io.fabric8.kubernetes.client.KubernetesClientException when there was no whole page;
  ///     with code 400 where `from` is none of an API server's
  public <T> Page<T> read(String namespace, String from, int most, Function<Holding, T> told) {
    var looked = new Looked<T>(namespace, told);
    String next =
        new ApiServerPods(client, namespace, TIMEOUT)
            .page(from, Math.min(most, LARGEST), looked::look);
    return new Page<>(looked.holdings, looked.unreadable, next);
  }

  private final class Looked<T> {
    private final String namespace;
    private final Function<Holding, T> told;
    private final List<T> holdings = new ArrayList<>();
    private int unreadable;

    private Looked(String namespace, Function<Holding, T> told) {
      this.namespace = namespace;
      this.told = told;
    }

    private void look(byte[] json) {
      try {
        StoredPod pod = StoredPodReader.read(json);
        // Where a list goes on is the caller's word, and no word leads out of the namespace.
        if (namespace.isEmpty() || namespace.equals(pod.namespace())) {
          PodLook.at(pod, today).map(told).ifPresent(holdings::add);
        }
      } catch (Unreadable e) {
        unreadable++;
      }
    }
  }
}
