// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where images come from, by the grammar of `github.com/distribution/reference`.
final class OracleImages {

  private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern PATH = Pattern.compile(PART + "(?:/" + PART + ")*");
  private static final Pattern DOMAIN =
      Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::[0-9]+)?");
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?<name>[^@]+?)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
              + "(?:@(?<digest>[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,}))?");

  private final Terms terms;
  private final OraclePolicy out;

  OracleImages(OraclePod pod, Terms terms, OraclePolicy out) {
    this.terms = terms;
    this.out = out;
    if (terms.repositories().isEmpty() && !terms.digest()) {
      return;
    }
    for (OraclePod.Container container : pod.containers) {
      image(pod.read.text(container.tree(), "image").orElse(""));
    }
    for (Tree.Obj volume : pod.read.objects(pod.spec, "volumes")) {
      if (volume.get("image") instanceof Tree.Obj image) {
        image(pod.read.text(image, "reference").orElse(""));
      }
    }
  }

  private void image(String written) {
    Matcher parts = REFERENCE.matcher(written);
    if (!parts.matches() || written.endsWith(":")) {
      notAReference();
      return;
    }
    String name = parts.group("name");
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean isDomain =
        first.contains(".")
            || first.contains(":")
            || first.equals("localhost")
            || !first.toLowerCase(Locale.ROOT).equals(first);
    String domain = isDomain ? first : "docker.io";
    String path = isDomain ? name.substring(slash + 1) : name;
    if (!DOMAIN.matcher(domain).matches() || !PATH.matcher(path).matches()) {
      notAReference();
      return;
    }
    String registry = domain.equals("index.docker.io") ? "docker.io" : domain;
    boolean official = registry.equals("docker.io") && !path.contains("/");
    String repository = registry + "/" + (official ? "library/" : "") + path;
    String tag = parts.group("tag") == null ? "" : parts.group("tag");
    // What is on the node can be named by the beginning of its ID.
    boolean bare = tag.isEmpty() && parts.group("digest") == null;
    boolean id =
        (bare && name.matches("[0-9a-f]{3,}"))
            || (name.matches("sha256|sha384|sha512") && tag.matches("[0-9a-fA-F]+"));
    boolean allowed =
        terms.repositories().isEmpty()
            || terms.repositories().stream().anyMatch(r -> (repository + "/").startsWith(r + "/"));
    out.must(id || !allowed, "ImageNotAllowed|ImageUnreadable");
    out.must(terms.digest() && parts.group("digest") == null, "ImageWithoutDigest|ImageUnreadable");
    if (!first.toLowerCase(Locale.ROOT).equals(first)) {
      notAReference();
    }
  }

  /// No runtime takes it, so nothing comes of it either way.
  private void notAReference() {
    out.perhaps.add("no reference of an image");
  }
}
