// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import io.cgrant.pod.Quantity;
import io.cgrant.pod.Resources;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ForbidExclusiveCpusTest {

  private static final Check CHECK = new ForbidExclusiveCpus();

  @Test
  void refusesEachContainerOfAGuaranteedPodWithWholeCpus() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withContainer(with(Containers.main("two"), "2"))
                .withContainer(with(Containers.sidecar("side"), "2000m")))
        .finds(
            "spec.initContainers[0].resources.limits.cpu: ExclusiveCpus",
            "spec.containers[1].resources.limits.cpu: ExclusiveCpus")
        .saying("container \"side\"", "2 CPUs", "as 1900m");
  }

  @Test
  void refusesThePodsOwn() {
    var four = Map.of("cpu", Quantity.parse("4"), "memory", Quantity.parse("1Gi"));
    Examined.by(CHECK, Pods.granted().withResources(new Resources(four, four)))
        .finds("spec.resources.limits.cpu: ExclusiveCpus")
        .saying("the pod is Guaranteed 4 CPUs");
  }

  @Test
  void acceptsPartsOfACpuAndAPodThatIsNotGuaranteed() {
    Examined.by(CHECK, Pods.granted().withContainer(with(Containers.main("b"), "1500m")))
        .findsNothing();
    Examined.by(
            CHECK,
            Pods.granted()
                .withContainer(Containers.main("b").withLimit("cpu", "2").withRequest("cpu", "1")))
        .findsNothing();
  }

  @Test
  void looksAtTheRequestAsTheKubeletDoes() {
    var whole = Containers.main("b").withLimit("cpu", "1500m").withRequest("cpu", "1");
    var part = Containers.main("c").withLimit("cpu", "2").withRequest("cpu", "1500m");
    var pod = Map.of("cpu", Quantity.parse("3500m"), "memory", Quantity.parse("3Gi"));
    Examined.by(
            CHECK,
            Pods.granted()
                .withResources(new Resources(pod, pod))
                .withContainer(whole)
                .withContainer(part))
        .finds("spec.containers[1].resources.limits.cpu: ExclusiveCpus")
        .saying("1 CPUs");
  }

  @Test
  void anEphemeralContainerHasNone() {
    Examined.by(CHECK, Pods.granted().withContainer(Containers.ephemeral("debug"))).findsNothing();
  }

  private static Containers with(Containers container, String cpu) {
    return container.withLimit("cpu", cpu).withRequest("cpu", cpu);
  }
}
