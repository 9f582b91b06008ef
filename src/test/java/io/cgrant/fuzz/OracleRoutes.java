// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which ways to a writable cgroup a pod takes, besides its RuntimeClass.
final class OracleRoutes {

  private static final String CRIO_OLD = "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw";
  private static final String CRIO_NEW = "cgroup2-mount-hierarchy-rw.crio.io";
  private static final String GKE = "node.gke.io/enable-writable-cgroups";
  private static final String NRI = "writable-cgroups.noderesource.dev";
  private static final Pattern ENTRY =
      Pattern.compile("metadata\\.(labels|annotations)\\['(.*)'\\]", Pattern.DOTALL);

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");

  /// Surely taken.
  final Set<String> taken = new TreeSet<>();

  /// Of the family of a route, and no runtime known takes it: no ask, but no grant beside it.
  final Set<String> unclear = new TreeSet<>();

  /// A first word that is not in the pod: no ask, and perhaps no grant beside it.
  final Set<String> unseen = new TreeSet<>();

  private final OraclePod pod;

  OracleRoutes(OraclePod pod) {
    this.pod = pod;
    crio();
    gke();
    nri();
    pod.containers.forEach(this::entrypoint);
    pod.containers.forEach(this::cgroupOptions);
  }

  /// V2 wins where both are known, but CRI-O before 1.35 knows V1 only, and each may be allowed
  /// without the other: either "true" is enough on some node. CRI-O takes "true" to the byte; its
  /// allow-lists look at how a key begins, so a form for one container is taken for the route.
  private void crio() {
    for (String name : List.of(CRIO_OLD, CRIO_NEW)) {
      family(name, "CrioAnnotation", "[/.].*|", value -> value.equals("true"));
    }
  }

  /// How GKE reads its own is not public: all but "false" counts.
  private void gke() {
    family(GKE, "GkeAnnotation", "[/.].*|", value -> true);
  }

  /// The most specific key wins for each container, and an ephemeral one of any name may come
  /// later: each "true" counts by itself.
  private void nri() {
    family(NRI, "NriAnnotation", "/pod|/container[.].*|", value -> value.equals("true"));
  }

  private void family(String name, String route, String forms, Predicate<String> takes) {
    pod.annotations.forEach(
        (key, value) -> {
          if (!key.startsWith(name) || value.equals("false")) {
            return;
          }
          boolean isForm = Pattern.matches("(?s)" + forms, key.substring(name.length()));
          (isForm && takes.test(value) ? taken : unclear).add(isForm ? route : key);
        });
  }

  /// CRI-O mounts the cgroup writable where word 0 of the process holds `/sbin/init` or is named
  /// `systemd`. Without `command` the image's entrypoint comes first; an image without one leaves
  /// word 0 to `args`.
  private void entrypoint(OraclePod.Container container) {
    var command = words(container.tree(), "command");
    var args = words(container.tree(), "args");
    var words = command.isEmpty() ? args : command;
    Map<String, String> known = environment(container);
    if (words.isEmpty()) {
      return;
    }
    String first = expanded(words.getFirst(), known);
    // An option is hardly a program: what is not known of one is meant for the image's entrypoint.
    boolean isOption =
        command.isEmpty() && (words.getFirst().startsWith("-") || first.startsWith("-"));
    // Go's base name passes over slashes at the end.
    String trimmed = first.replaceAll("/+$", "");
    String base = trimmed.substring(trimmed.lastIndexOf('/') + 1);
    if (first.contains("/sbin/init") || base.equals("systemd")) {
      taken.add("CrioSystemd");
      return;
    }
    // What is left of a reference comes from a ConfigMap, a Secret or nowhere.
    if (first.contains("$") && !isOption) {
      unseen.add("EntrypointUnknown");
    }
  }

  /// Words after the first decide nothing: reading them is fair, and so is passing over them.
  private List<String> words(Tree.Obj container, String key) {
    var reading = new Reading();
    List<String> words = reading.texts(container, key);
    List<Tree> written = pod.read.list(container, key);
    pod.read.odd.addAll(reading.malformed);
    pod.read.odd.addAll(reading.odd);
    if (!written.isEmpty()
        && !(written.getFirst() instanceof Tree.Text || written.getFirst() instanceof Tree.Null)) {
      pod.read.malformed.add(key);
    }
    return words;
  }

  private Map<String, String> environment(OraclePod.Container container) {
    var known = new LinkedHashMap<String, String>();
    var reading = new Reading();
    for (Tree.Obj variable : reading.objects(container.tree(), "env")) {
      String name = reading.text(variable, "name").orElse("");
      String value = reading.text(variable, "value").orElse("");
      if (variable.get("valueFrom") instanceof Tree.Null) {
        known.put(name, expanded(value, known));
      } else {
        known.remove(name);
        own(variable, reading).ifPresent(own -> known.put(name, own));
      }
    }
    // Most pods have an environment that no word of a command refers to.
    pod.read.odd.addAll(reading.malformed);
    pod.read.odd.addAll(reading.odd);
    return known;
  }

  /// The downward API: what the pod says of itself.
  private Optional<String> own(Tree.Obj variable, Reading reading) {
    Optional<String> path =
        reading
            .object(variable, "valueFrom")
            .flatMap(from -> reading.object(from, "fieldRef"))
            .flatMap(field -> reading.text(field, "fieldPath"));
    Matcher entry = ENTRY.matcher(path.orElse(""));
    if (entry.matches()) {
      Map<String, String> entries = entry.group(1).equals("labels") ? pod.labels : pod.annotations;
      return Optional.of(entries.getOrDefault(entry.group(2), ""));
    }
    return switch (path.orElse("")) {
      case "metadata.name" -> Optional.of(pod.name);
      case "metadata.namespace" -> Optional.of(pod.namespace);
      case "spec.serviceAccountName" ->
          Optional.of(
              pod.read
                  .text(pod.spec, "serviceAccountName")
                  .filter(n -> !n.isEmpty())
                  .orElse("default"));
      default -> Optional.empty();
    };
  }

  /// The kubelet adds variables for Services: an address, ports, `tcp`, `tcp://10.0.0.1:443`. A
  /// dollar stands for what cannot be known. Their names are those of DNS in capitals.
  private static Optional<String> ofService(String name) {
    if (!name.matches("[A-Z0-9_]*")) {
      return Optional.empty();
    }
    if (name.matches(".+_PORT_[0-9]+_(TCP|UDP|SCTP)(_PROTO)?")) {
      String protocol = name.replaceAll(".+_PORT_[0-9]+_(TCP|UDP|SCTP)(_PROTO)?", "$1");
      String slashes = name.endsWith("_PROTO") ? "" : "://";
      return Optional.of(protocol.toLowerCase(Locale.ROOT) + slashes + "$");
    }
    if (name.matches(".+_SERVICE_(HOST|PORT|PORT_.+)|.+_PORT_[0-9]+_(TCP|UDP|SCTP)_(PORT|ADDR)")) {
      return Optional.of("$");
    }
    return name.matches(".+_PORT") ? Optional.of("tcp://$") : Optional.empty();
  }

  private static String expanded(String text, Map<String, String> known) {
    Matcher references = REFERENCE.matcher(text);
    var out = new StringBuilder();
    while (references.find()) {
      String name = references.group(1);
      String with =
          name == null ? "$" : known.getOrDefault(name, ofService(name).orElse(references.group()));
      references.appendReplacement(out, Matcher.quoteReplacement(with));
    }
    return references.appendTail(out).toString();
  }

  /// KEP-5474. Its names can still move, so a value that it does not know is taken for a wish; an
  /// empty one is the same as none.
  private void cgroupOptions(OraclePod.Container container) {
    Tree.Obj options = pod.in(container.security(), "cgroupOptions");
    String mode = pod.read.text(options, "mountMode").orElse("");
    boolean isEphemeral = container.kind() == OraclePod.Kind.EPHEMERAL;
    boolean isWritten = !(container.security().get("cgroupOptions") instanceof Tree.Null);
    // An ephemeral container may not have the field, whatever it says.
    if ((isEphemeral && isWritten) || !(mode.isEmpty() || mode.equals("ReadOnly"))) {
      taken.add("CgroupOptions");
    }
  }
}
