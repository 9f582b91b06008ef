// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.ConfigurationVersions;
import static io.cgrant.doctor.Concern.DefaultHandler;
import static io.cgrant.doctor.Concern.Imports;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.ContainerdRelease;
import io.cgrant.delegation.Release;
import io.cgrant.doctor.NodeFacts.ConfigFile;
import io.cgrant.doctor.NodeFacts.Containerd;
import io.cgrant.doctor.NodeFacts.Handler;
import io.cgrant.doctor.NodeFacts.Kubelet;
import io.cgrant.doctor.NodeFacts.PluginName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How the files of containerd fit together, and with the kubelet's.
final class ContainerdLook {

  /// Whoever writes it has a release that joins files of several versions.
  private static final int NEWEST = 4;

  /// What any file of it may say something of.
  private static final List<Concern> OF_FILES =
      List.of(
          Concern.RuntimeConfiguration,
          ConfigurationVersions,
          Concern.WritableHandlers,
          Concern.CgroupDriver,
          Concern.VoidUsers,
          Concern.BaseSpec,
          Concern.RuntimePrograms,
          Concern.PassedAnnotations);

  private final Containerd containerd;
  private final Findings findings;

  private ContainerdLook(Containerd containerd, Findings findings) {
    this.containerd = containerd;
    this.findings = findings;
  }

  static void at(Containerd containerd, NodeFacts facts, Findings findings) {
    var look = new ContainerdLook(containerd, findings);
    look.versions();
    if (containerd.extent() == NodeFacts.Extent.Whole) {
      look.imports();
      look.defaultHandler();
    } else {
      OF_FILES.forEach(findings::lookInPart);
    }
    look.drivers(facts);
    look.users();
  }

  /// What a release can do.
  static void release(Release release, Concern concern, String where, Findings findings) {
    if (!ContainerdRelease.knowsWritable(release)) {
      findings.error(
          concern,
          where,
          "containerd " + release + " does not know cgroup_writable",
          "update it to 2.1.7, 2.2.3, 2.3.0 or later");
    } else if (!ContainerdRelease.keepsNsdelegate(release)) {
      findings.warn(
          concern,
          where,
          "containerd " + release + ": any privileged container strips nsdelegate from the node",
          "update it to "
              + ContainerdRelease.firstThatKeepsNsdelegate(release)
              + " or later; until then require user namespaces");
    }
  }

  private void versions() {
    findings.look(ConfigurationVersions);
    ConfigFile main = containerd.main();
    if (main.version() < 2) {
      findings.error(
          ConfigurationVersions,
          main.path(),
          main.version() == 0 ? "it has no version line, which means 1" : "it is of version 1",
          "containerd 2 reads versions 2, 3 and 4: containerd config migrate writes the newest");
      return;
    }
    Optional<ConfigFile> last =
        containerd.files().reversed().stream().filter(file -> file.version() > 0).findFirst();
    for (ConfigFile file : containerd.files()) {
      if (last.filter(file::equals).isPresent() && isTooNew(file)) {
        tooNew(file, containerd.release().get());
      } else if (file.version() != main.version()) {
        mismatch(main, file);
      }
    }
  }

  /// Before 2.3 the version that is read last is that of all.
  private boolean isTooNew(ConfigFile last) {
    return containerd
        .release()
        .filter(release -> ContainerdRelease.newestConfig(release) < last.version())
        .isPresent();
  }

  private void tooNew(ConfigFile file, Release release) {
    int newest = ContainerdRelease.newestConfig(release);
    findings.error(
        ConfigurationVersions,
        file.path(),
        "it says version "
            + file.version()
            + ", and containerd "
            + release
            + " reads none above "
            + newest
            + ": it does not start",
        "write the file for version " + newest + ", or update containerd");
  }

  /// A release that joins files of several versions loses nothing of them.
  private void mismatch(ConfigFile main, ConfigFile file) {
    Optional<Release> release = containerd.release();
    boolean isMixed =
        release.map(ContainerdRelease::mixesVersions).orElse(main.version() >= NEWEST);
    boolean isRefused =
        file.version() > main.version()
            && !release.map(ContainerdRelease::takesHigherDropIn).orElse(true);
    if (!isMixed) {
      mismatchOfOld(main, file);
    } else if (isRefused) {
      findings.error(
          ConfigurationVersions,
          file.path(),
          is(main, file) + ": containerd " + release.get() + " does not start",
          "update it to 2.3.5 or later, or write the file for version " + main.version());
    } else {
      findings.inform(
          ConfigurationVersions,
          file.path(),
          is(main, file) + "; each is brought to the newest by itself",
          "nothing, unless the node goes back to containerd 2.2");
    }
  }

  private static String is(ConfigFile main, ConfigFile file) {
    String is = file.version() == 0 ? "has no version line" : "says version " + file.version();
    return "it " + is + ", and " + main.path() + " says " + main.version();
  }

  /// As measured on containerd 2.1.9 and 2.2.9; docs/reference/doctor.md has the table.
  private void mismatchOfOld(ConfigFile main, ConfigFile file) {
    String what = is(main, file);
    String fix = "write version = " + main.version() + " and its plugin names into " + file.path();
    boolean isOld = main.version() > 2 && file.plugins().contains(PluginName.Old);
    if (file.version() > main.version()) {
      findings.error(
          ConfigurationVersions,
          file.path(),
          what
              + ": 2.1 and 2.2 drop the whole CRI section of the main file, and 2.3.0 to 2.3.4 do"
              + " not start",
          fix);
    } else if (isOld) {
      findings.error(
          ConfigurationVersions,
          file.path(),
          what + ": 2.1 and 2.2 pass over in silence what it says of handlers",
          fix);
    } else if (main.version() == 2 && file.plugins().contains(PluginName.New)) {
      findings.error(
          ConfigurationVersions,
          file.path(),
          what + ": it is written for version 3, and drops the handlers of the main file",
          fix);
    } else {
      findings.inform(
          ConfigurationVersions, file.path(), what + "; it is read as if it said so", fix);
    }
  }

  private void imports() {
    findings.look(Imports);
    for (String file : containerd.notImported()) {
      String what = "it is not loaded: " + containerd.main().path() + " does not import it";
      String fix =
          "add imports = [\"/etc/containerd/conf.d/*.toml\"] to " + containerd.main().path();
      // Where nothing is writable, this may be the reason.
      if (containerd.writable().isEmpty()) {
        findings.error(Imports, file, what, fix);
      } else {
        findings.warn(Imports, file, what, fix);
      }
    }
  }

  private void defaultHandler() {
    findings.look(DefaultHandler);
    if (!containerd.handlers().containsKey(containerd.defaultHandler())) {
      findings.error(
          DefaultHandler,
          containerd.main().path(),
          "default_runtime_name is \""
              + containerd.defaultHandler()
              + "\", and what is loaded has only "
              + new TreeSet<>(containerd.handlers().keySet()),
          "see the versions of the files; containerd config dump shows what is loaded");
    }
  }

  private void drivers(NodeFacts facts) {
    findings.look(Concern.CgroupDriver);
    Map<String, Handler> relevant = new TreeMap<>(containerd.handlers());
    relevant
        .keySet()
        .removeIf(
            name ->
                !name.equals(containerd.defaultHandler())
                    && containerd.handlers().get(name).mount() != NodeFacts.Mount.Writable);
    Set<CgroupDriver> used = new TreeSet<>();
    relevant.values().forEach(handler -> used.add(handler.driver()));
    if (used.size() > 1) {
      findings.error(
          Concern.CgroupDriver,
          containerd.main().path(),
          "the handlers do not agree: "
              + Named.of(relevant.values().stream().map(h -> h.name() + " " + h.driver()).toList()),
          "set options.SystemdCgroup alike in each; a handler inherits nothing");
    }
    facts.kubelet().ifPresent(kubelet -> kubelet(kubelet, used));
  }

  private void users() {
    findings.look(Concern.VoidUsers);
    for (Handler handler : containerd.writable()) {
      VoidUsersLook.at("runtimes." + handler.name(), handler.program(), handler.driver(), findings);
    }
  }

  private void kubelet(Kubelet kubelet, Set<CgroupDriver> used) {
    kubelet
        .driver()
        .filter(driver -> used.size() == 1 && !used.contains(driver))
        .ifPresent(
            driver ->
                findings.error(
                    Concern.CgroupDriver,
                    kubelet.path(),
                    "cgroupDriver is "
                        + driver
                        + ", and the handlers use "
                        + Named.of(used.stream().map(CgroupDriver::name).toList()),
                    "set both alike, systemd where systemd runs the node"));
  }
}
