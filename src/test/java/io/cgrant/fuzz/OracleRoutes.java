// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which ways to a writable cgroup a pod takes, besides its RuntimeClass.
final class OracleRoutes {

  private static final String CRIO_OLD = "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw";
  private static final String CRIO_NEW = "cgroup2-mount-hierarchy-rw.crio.io";
  private static final String GKE = "node.gke.io/enable-writable-cgroups.";
  private static final String NRI = "writable-cgroups.noderesource.dev";
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");

  /// Surely taken.
  final Set<String> taken = new TreeSet<>();

  /// Taken on some nodes, or by some version: asking or not are both fair.
  final Set<String> perhaps = new TreeSet<>();

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
  /// without the other: either "true" is enough on some node.
  private void crio() {
    pod.annotations.forEach(
        (key, value) -> {
          if (key.equals(CRIO_OLD) || key.equals(CRIO_NEW)) {
            // CRI-O reads only "true" so; a gate may be wider, which is open.
            if (!value.equals("false")) {
              (value.equals("true") ? taken : perhaps).add("CrioAnnotation");
            }
            return;
          }
          if (key.startsWith(CRIO_OLD) || key.startsWith(CRIO_NEW)) {
            perhaps.add("CrioAnnotation");
          }
        });
  }

  private void gke() {
    pod.annotations.forEach(
        (key, value) -> {
          if (!key.startsWith(GKE)) {
            if (key.startsWith("node.gke.io/enable-writable-cgroups")) {
              perhaps.add("GkeAnnotation");
            }
            return;
          }
          String name = key.substring(GKE.length());
          boolean known = pod.containers.stream().anyMatch(c -> c.name().equals(name));
          (known && value.equals("true") ? taken : perhaps).add("GkeAnnotation");
        });
  }

  /// The most specific of the three keys wins, for each container.
  private void nri() {
    if (pod.annotations.keySet().stream().noneMatch(k -> k.startsWith(NRI))) {
      return;
    }
    perhaps.add("NriAnnotation");
    String whole = pod.annotations.getOrDefault(NRI + "/pod", pod.annotations.get(NRI));
    for (OraclePod.Container container : pod.containers) {
      String own = pod.annotations.get(NRI + "/container." + container.name());
      if ("true".equals(own == null ? whole : own)) {
        taken.add("NriAnnotation");
      }
    }
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
    String base = first.substring(first.lastIndexOf('/') + 1);
    if (first.contains("/sbin/init") || base.equals("systemd")) {
      // An option is no program: it can only be meant for the image's own entrypoint.
      boolean isOption = command.isEmpty() && first.startsWith("-");
      (isOption ? perhaps : taken).add("CrioSystemd");
      return;
    }
    // Go's base name passes over slashes at the end; the kernel does not run such a word.
    if (first.endsWith("systemd/")) {
      perhaps.add("CrioSystemd");
    }
    // What is left of a reference comes from a ConfigMap, a Secret or nowhere.
    if (first.contains("$")) {
      perhaps.add("CrioSystemd");
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
    if (!written.isEmpty() && written.getFirst() instanceof Tree.Null) {
      perhaps.add("CrioSystemd");
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
      }
    }
    // Most pods have an environment that no word of a command refers to.
    pod.read.odd.addAll(reading.malformed);
    pod.read.odd.addAll(reading.odd);
    return known;
  }

  private static String expanded(String text, Map<String, String> known) {
    Matcher references = REFERENCE.matcher(text);
    var out = new StringBuilder();
    while (references.find()) {
      String name = references.group(1);
      String with = name == null ? "$" : known.getOrDefault(name, references.group());
      references.appendReplacement(out, Matcher.quoteReplacement(with));
    }
    return references.appendTail(out).toString();
  }

  /// KEP-5474. Its names can still move, so a value that it does not know is taken for a wish.
  private void cgroupOptions(OraclePod.Container container) {
    Tree.Obj options = pod.in(container.security(), "cgroupOptions");
    String mode = pod.read.text(options, "mountMode").orElse("");
    boolean isEphemeral = container.kind() == OraclePod.Kind.EPHEMERAL;
    boolean isWritten = !(container.security().get("cgroupOptions") instanceof Tree.Null);
    if (mode.equals("Writable") || (isEphemeral && isWritten)) {
      // An ephemeral container may not have the field, whatever it says.
      taken.add("CgroupOptions");
    } else if (options.has("mountMode") && !mode.equals("ReadOnly")) {
      perhaps.add("CgroupOptions");
    }
    if (options.members().stream().anyMatch(m -> !m.key().equals("mountMode"))) {
      perhaps.add("CgroupOptions");
    }
  }
}
