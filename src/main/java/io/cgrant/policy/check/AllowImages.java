// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import io.cgrant.pod.ShownImage;
import io.cgrant.pod.VolumeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Allows images only from the repositories named, in containers of any kind and in image volumes,
/// and if so required only by digest, so that what runs is what somebody looked at. The reference
/// is written out in full first, as containerd does: `nginx` is `docker.io/library/nginx`.
///
/// CRI-O can be configured to look for such a short name in other registries, so for its nodes
/// allow nothing of `docker.io`. An image by its ID, as `sha256:…`, says nothing of where it came
/// from and is refused.
///
/// Source: `github.com/distribution/reference`; an image's own entrypoint can start systemd, which
/// CRI-O gives a writable cgroup.
///
/// Field: `require.images`.
///
/// Default: any image.
///
/// Reasons: `ImageUnreadable`, `ImageNotAllowed`, `ImageWithoutDigest`.
///
/// Way out: use an image of an allowed repository, with its digest where that is required.
///
/// @param repositories `require.images.repositories`: each a repository or a folder of
///     them, as `registry.example.com/ray`; empty allows every repository
/// @param digest `require.images.digest`: whether the reference must hold one
public record AllowImages(List<String> repositories, Digest digest) implements Check {

  public enum Digest {
    Required,
    Optional
  }

  private static final String FIELD = "require.images.";

  public AllowImages {
    repositories = List.copyOf(repositories);
    for (int i = 0; i < repositories.size(); i++) {
      refuseNonsense(FIELD + "repositories[" + i + "]", repositories.get(i));
    }
    if (repositories.isEmpty() && digest == Digest.Optional) {
      throw new InvalidCheck(
          "require.images", "says nothing; name repositories, require a digest, or leave it out");
    }
  }

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (ContainerView container : pod.spec().containers()) {
      add(found, container.path() + ".image", container.image());
    }
    for (VolumeView volume : pod.spec().volumes()) {
      if (found.size() == Finding.MOST) {
        return found;
      }
      if (volume.type().equals("image")) {
        add(found, volume.path() + ".reference", volume.image());
      }
    }
    return found;
  }

  private void add(List<Finding> found, String path, String written) {
    Optional<ImageReference> reference = ImageReference.parse(written);
    if (reference.isEmpty()) {
      found.add(
          new Finding(
              path,
              Reason.ImageUnreadable,
              quoted(written) + " is no reference of an image; write REGISTRY/REPOSITORY@DIGEST"));
      return;
    }
    if (!isAllowed(reference.get())) {
      found.add(
          new Finding(
              path,
              Reason.ImageNotAllowed,
              quoted(written)
                  + " is of "
                  + reference.get().repository()
                  + ", and the policy allows only "
                  + String.join(", ", repositories)
                  + "; use an image of one of these, or ask for a policy that allows the"
                  + " repository"));
    }
    if (digest == Digest.Required && reference.get().digest().isEmpty()) {
      found.add(
          new Finding(
              path,
              Reason.ImageWithoutDigest,
              quoted(written) + " can change under its tag; add its digest, as @sha256:…"));
    }
  }

  private static String quoted(String written) {
    return "\"" + ShownImage.of(written) + "\"";
  }

  private boolean isAllowed(ImageReference reference) {
    for (String repository : repositories) {
      if (reference.isIn(repository)) {
        return true;
      }
    }
    return repositories.isEmpty();
  }

  private static void refuseNonsense(String field, String repository) {
    if (!ImageReference.isInFull(repository)) {
      throw new InvalidCheck(
          field,
          "\""
              + repository
              + "\" does not name its registry; write it in full, as registry.example.com/ray or"
              + " docker.io/library/nginx");
    }
  }
}
