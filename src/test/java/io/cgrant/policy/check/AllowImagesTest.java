// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowImagesTest {

  private static final String DIGEST =
      "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final Check RAY =
      new AllowImages(List.of("registry.example.com/ray"), AllowImages.Digest.Optional);
  private static final Check PINNED = new AllowImages(List.of(), AllowImages.Digest.Required);

  @ParameterizedTest
  @EnumSource
  void refusesAnotherRepositoryInAContainerOfEveryKind(ContainerKind kind) {
    Examined.by(
            RAY,
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.of(kind, "web").withImage("nginx:1")))
        .finds("spec." + kind.field() + "[0].image: ImageNotAllowed")
        .saying("\"nginx:1\" is of docker.io/library/nginx", "registry.example.com/ray");
  }

  @Test
  void looksAtImageVolumesToo() {
    Examined.by(
            RAY,
            only("registry.example.com/ray")
                .withVolume("image", "quay.io/data")
                .withVolume("image", "")
                .withVolume("image", "registry.example.com/ray/data")
                .withVolume("emptyDir", ""))
        .finds(
            "spec.volumes[0].image.reference: ImageNotAllowed",
            "spec.volumes[1].image.reference: ImageUnreadable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example.com/ray",
        "registry.example.com/ray:2",
        "registry.example.com/ray/head/of/it:2" + DIGEST
      })
  void acceptsTheRepositoryAndWhatLiesBelow(String image) {
    Examined.by(RAY, only(image)).findsNothing();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example.com/raygun",
        "registry.example.com.evil/ray",
        "registry.example.com:5000/ray",
        "evil/registry.example.com/ray",
        "REGISTRY.example.com/ray",
        "ray"
      })
  void refusesNeighbours(String image) {
    Examined.by(RAY, only(image)).finds("spec.containers[0].image: ImageNotAllowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "registry.example.com/ray ",
        "registry.example.com/ray\n",
        "registry.example.com/ray/../evil",
        "registry.example.com/ray//head",
        "registry.example.com/Ray",
        "registry.example.com/ray@sha256:short",
        "registry.example.com/ray@",
        "registry.example.com/ray:",
        "registry.example.com/ray:-2",
        "registry.example.com/ray:2:3",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "sha256:0123456789abcdef",
        "sha256:0",
        "ada",
        "0123456789ab",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "/ray",
        "ray/"
      })
  void refusesWhatNoRuntimeWouldTake(String image) {
    Examined.by(RAY, only(image)).finds("spec.containers[0].image: ImageUnreadable");
  }

  @Test
  void requiresTheDigestWhereItIsRequired() {
    Examined.by(PINNED, only("nginx:1"))
        .finds("spec.containers[0].image: ImageWithoutDigest")
        .saying("\"nginx:1\"", "add its digest");
    Examined.by(PINNED, only("nginx:1" + DIGEST)).findsNothing();
    Examined.by(PINNED, only("localhost:5000/a" + DIGEST)).findsNothing();
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx",
    "nginx:1, docker.io/library/nginx",
    "someone/nginx, docker.io/someone/nginx",
    "docker.io/nginx, docker.io/library/nginx",
    "index.docker.io/nginx, docker.io/library/nginx",
    "localhost/a, localhost/a",
    "sha256, docker.io/library/sha256",
    "ada:1, docker.io/library/ada",
    "library/ada, docker.io/library/ada",
    "app:0123456789abcdef0123456789abcdef01234567, docker.io/library/app",
    "app:_1.2-3, docker.io/library/app",
    "host:5000/a:tag, host:5000/a",
    "quay.io/a, quay.io/a"
  })
  void readsAReferenceAsARuntimeDoes(String written, String repository) {
    assertEquals(repository, ImageReference.parse(written).orElseThrow().repository());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "someone/nginx", "registry.example.com/Ray", "", "a.b/c//d"})
  void refusesARepositoryThatDoesNotNameItsRegistry(String repository) {
    var invalid =
        assertThrows(
            InvalidCheck.class,
            () -> new AllowImages(List.of(repository), AllowImages.Digest.Optional));
    assertEquals("require.images.repositories[0]", invalid.field());
    assertTrue(invalid.getMessage().contains("write it in full"), invalid.getMessage());
  }

  @Test
  void anImageThatIsNotAllowedHearsOfTheWayOut() {
    var ray = new AllowImages(List.of("registry.example.com/ray"), AllowImages.Digest.Optional);
    assertEquals(
        "\"nginx\" is of docker.io/library/nginx, and the policy allows only registry.example.com/ray;"
            + " use an image of one of these, or ask for a policy that allows the repository",
        ray.examine(only("nginx").view()).getFirst().detail());
  }

  @Test
  void aRegistryAloneStandsForAllThatIsInIt() {
    var all = new AllowImages(List.of("registry.example.com"), AllowImages.Digest.Optional);
    Examined.by(all, only("registry.example.com/any/thing")).findsNothing();
  }

  @Test
  void refusesAStanzaThatSaysNothing() {
    assertThrows(InvalidCheck.class, () -> new AllowImages(List.of(), AllowImages.Digest.Optional));
  }

  private static Pods only(String image) {
    return Pods.granted()
        .withoutContainers()
        .withContainer(Containers.main("main").withImage(image));
  }
}
