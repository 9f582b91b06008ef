// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ImageDigest;
import java.util.Optional;

/// A reference of an image, written out in full as container runtimes do: `nginx` is
/// `docker.io/library/nginx`.
///
/// Source: `github.com/distribution/reference`, `ParseDockerRef`.
///
/// @param repository with its registry, as `registry.example.com/ray/head`
/// @param digest as `sha256:…`; empty where only a tag, or nothing, says which
record ImageReference(String repository, Optional<String> digest) {

  private static final String USUAL_REGISTRY = "docker.io";
  private static final String USUAL_FOLDER = "library/";
  private static final int LONGEST = 1_024;
  private static final int LONGEST_TAG = 128;

  /// Of an image's ID, CRI-O takes as few characters.
  private static final int SHORTEST_ID = 3;

  /// @return empty when no runtime would take it
  static Optional<ImageReference> parse(String written) {
    if (written.isEmpty() || written.length() > LONGEST || !isPlain(written)) {
      return Optional.empty();
    }
    int at = written.indexOf('@');
    Optional<String> digest = digestIn(written);
    if (at >= 0 && digest.isEmpty()) {
      return Optional.empty();
    }
    String named = at < 0 ? written : written.substring(0, at);
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    String untagged = colon < 0 ? named : named.substring(0, colon);
    boolean isBare = at < 0 && colon < 0;
    if (isId(untagged, colon < 0 ? "" : named.substring(colon + 1), isBare)
        || (colon >= 0 && !isTag(named.substring(colon + 1)))) {
      return Optional.empty();
    }
    return inFull(untagged).map(repository -> new ImageReference(repository, digest));
  }

  /// What stands behind `@`, without a look at the rest; empty where no digest does.
  private static Optional<String> digestIn(String written) {
    int at = written.indexOf('@');
    return at < 0
        ? Optional.empty()
        : Optional.of(written.substring(at + 1)).filter(ImageReference::isDigest);
  }

  /// Whether it lies in that repository or below that folder: `registry.example.com/ray` holds
  /// `registry.example.com/ray/head` and not `registry.example.com/raygun`.
  boolean isIn(String folder) {
    return repository.startsWith(folder)
        && (repository.length() == folder.length() || repository.charAt(folder.length()) == '/');
  }

  /// Whether it names its registry, alone or with a repository or a folder of them.
  static boolean isInFull(String name) {
    int slash = name.indexOf('/');
    return slash < 0
        ? isRegistry(name) && isPlain(name)
        : isRegistry(name.substring(0, slash)) && isPath(name.substring(slash + 1));
  }

  private static Optional<String> inFull(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    String registry = isRegistry(first) ? usual(first) : USUAL_REGISTRY;
    String path = isRegistry(first) ? name.substring(slash + 1) : name;
    if (!isPath(path)) {
      return Optional.empty();
    }
    boolean isOfficial = registry.equals(USUAL_REGISTRY) && path.indexOf('/') < 0;
    return Optional.of(registry + "/" + (isOfficial ? USUAL_FOLDER : "") + path);
  }

  private static boolean isRegistry(String first) {
    return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
  }

  private static String usual(String registry) {
    return registry.equals("index.docker.io") ? USUAL_REGISTRY : registry;
  }

  private static boolean isPath(String path) {
    if (path.isEmpty() || path.startsWith("/") || path.endsWith("/") || path.contains("//")) {
      return false;
    }
    for (int i = 0; i < path.length(); i++) {
      if (!isOfPath(path.charAt(i))) {
        return false;
      }
    }
    return path.indexOf('.') < 0 || staysInFolder("/" + path + "/");
  }

  /// From - to 9: also the point, the slash.
  private static boolean isOfPath(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '-' && c <= '9') || c == '_';
  }

  private static boolean staysInFolder(String path) {
    return !path.contains("/../") && !path.contains("/./");
  }

  /// An image that is already on the node, by its ID or the beginning of it: it says nothing of
  /// where it came from. So `ada` is none; `library/ada` and `ada:1` are.
  private static boolean isId(String name, String tag, boolean isBare) {
    boolean isAlgorithm = name.equals("sha256") || name.equals("sha384") || name.equals("sha512");
    return isAlgorithm
        ? !tag.isEmpty() && ImageDigest.isHexadecimal(tag, 0)
        : isBare && name.length() >= SHORTEST_ID && ImageDigest.isHexadecimal(name, 0);
  }

  private static boolean isTag(String tag) {
    if (tag.isEmpty() || tag.length() > LONGEST_TAG) {
      return false;
    }
    for (int i = 0; i < tag.length(); i++) {
      char c = tag.charAt(i);
      boolean isWord = c == '_' || Character.isLetterOrDigit(c);
      if (!isWord && (i == 0 || (c != '.' && c != '-'))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigest(String digest) {
    int colon = digest.indexOf(':');
    return colon > 0
        && digest.length() - colon > 32
        && ImageDigest.isHexadecimal(digest, colon + 1);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
