// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.Owners;
import io.cgrant.pod.PodSpec;
import io.cgrant.pod.PodView;
import io.cgrant.pod.ShownImage;
import io.cgrant.pod.VolumeView;
import io.cgrant.policy.Asking;
import java.util.ArrayList;
import java.util.List;

/// What a line says of the pod: whose it is, how it asks, what it runs. Never what a variable, an
/// argument, an annotation or a probe of it holds.
final class PodFields {

  private static final int MOST_IMAGES = 32;
  private static final String IMAGE_VOLUME = "image";

  private static final ConstantNames<Asking> ASKING = new ConstantNames<>(Asking.class);

  private PodFields() {}

  static void write(PodView pod, LineFields line) {
    owners(pod.owners(), line);
    Asking asking = Asking.of(pod);
    if (asking != Asking.Silent) {
      line.name(LineField.AskLabel, ASKING, asking);
    }
    if (pod.spec().runtimeClassName().isPresent()) {
      line.text(LineField.RuntimeClass, pod.spec().runtimeClassName().get());
    }
    images(pod.spec(), line);
  }

  private static void owners(Owners owners, LineFields line) {
    var all = new ArrayList<Owner>(1);
    owners.controller().ifPresent(o -> all.add(new Owner(o, true)));
    owners.others().forEach(o -> all.add(new Owner(o, false)));
    if (!all.isEmpty()) {
      line.objects(LineField.Owners, all, one -> owner(one, line));
      line.rest(LineField.MoreOwners, owners.more());
    }
  }

  private record Owner(PodView.Owner owner, boolean isController) {}

  private static void owner(Owner one, LineFields line) {
    line.text(LineField.Kind, one.owner().kind());
    line.text(LineField.Name, one.owner().name());
    line.flag(LineField.Controller, one.isController());
  }

  /// Of containers, and of volumes that are images.
  private static void images(PodSpec spec, LineFields line) {
    List<Image> images = images(spec);
    if (!images.isEmpty()) {
      line.objects(LineField.Images, images, MOST_IMAGES, i -> image(i, line));
      line.rest(LineField.MoreImages, images.size() - MOST_IMAGES);
    }
  }

  /// @param holder `container` or `volume`
  private record Image(LineField holder, String name, String reference) {}

  private static List<Image> images(PodSpec spec) {
    var images = new ArrayList<Image>(spec.containers().size());
    for (ContainerView container : spec.containers()) {
      images.add(new Image(LineField.Container, container.name(), container.image()));
    }
    for (VolumeView volume : spec.volumes()) {
      if (volume.type().equals(IMAGE_VOLUME)) {
        images.add(new Image(LineField.Volume, volume.name(), volume.image()));
      }
    }
    return images;
  }

  private static void image(Image image, LineFields line) {
    line.text(image.holder(), image.name());
    line.text(LineField.Image, ShownImage.of(image.reference()));
  }
}
