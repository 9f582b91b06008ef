// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import io.cgrant.crd.CapabilitiesSpec;
import io.cgrant.crd.HostPathsSpec;
import io.cgrant.crd.ImagesSpec;
import io.cgrant.crd.RequireSpec;
import io.cgrant.crd.Syntax;
import io.cgrant.policy.check.AllowCapabilities;
import io.cgrant.policy.check.AllowHostPaths;
import io.cgrant.policy.check.AllowImages;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.ForbidExclusiveCpus;
import io.cgrant.policy.check.ForbidHostNamespaces;
import io.cgrant.policy.check.ForbidPrivilegeEscalation;
import io.cgrant.policy.check.ForbidRawBlock;
import io.cgrant.policy.check.InvalidCheck;
import io.cgrant.policy.check.PodSecurityLevel;
import io.cgrant.policy.check.RequireProcMount;
import io.cgrant.policy.check.RequireQosClass;
import io.cgrant.policy.check.RequireSeccomp;
import io.cgrant.policy.check.RequireUserNamespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reads what a policy requires, as checks in the order in which [Check] lists them. A requirement
/// that is left out is the strict check.
final class RequirementReader {

  private final Optional<Stanza> require;
  private final List<Problem> problems;
  private final List<Check> checks = new ArrayList<>();

  private RequirementReader(Optional<Stanza> require, List<Problem> problems) {
    this.require = require;
    this.problems = problems;
  }

  static Requirements read(Optional<Stanza> require, List<Problem> problems) {
    var reader = new RequirementReader(require, problems);
    Optional<PodSecurityLevel> podSecurity =
        require.flatMap(r -> r.choice("podSecurity", PodSecurityLevel.class));
    reader.readAll(podSecurity.orElse(PodSecurityLevel.Restricted));
    return new Requirements(reader.checks, podSecurity);
  }

  /// @param podSecurity where the policy writes one
  record Requirements(List<Check> checks, Optional<PodSecurityLevel> podSecurity) {}

  private void readAll(PodSecurityLevel podSecurity) {
    checks.add(new ForbidHostNamespaces());
    if (choice("userNamespace", RequireSpec.UserNamespace.Required)
        == RequireSpec.UserNamespace.Required) {
      checks.add(new RequireUserNamespace());
    }
    add(() -> LimitsReader.limits(require.flatMap(LimitsReader::stanza)));
    add(this::qosClass);
    add(this::capabilities);
    if (choice("privilegeEscalation", RequireSpec.PrivilegeEscalation.Forbidden)
        == RequireSpec.PrivilegeEscalation.Forbidden) {
      checks.add(new ForbidPrivilegeEscalation());
    }
    add(this::seccomp);
    add(this::procMount);
    add(this::hostPaths);
    checks.add(new ForbidRawBlock());
    checks.addAll(podSecurity.checks());
    require
        .flatMap(r -> r.object("images", ImagesSpec.class))
        .ifPresent(images -> add(() -> images(images)));
    if (choice("exclusiveCpus", RequireSpec.ExclusiveCpus.Forbidden)
        == RequireSpec.ExclusiveCpus.Forbidden) {
      checks.add(new ForbidExclusiveCpus());
    }
  }

  /// A check is the judge of its own parameters; what it says becomes a problem like any other. One
  /// whose parameters could not even be read is not asked.
  private void add(Supplier<Check> reading) {
    int before = problems.size();
    try {
      Check check = reading.get();
      if (problems.size() == before) {
        checks.add(check);
      }
    } catch (InvalidCheck e) {
      if (problems.size() == before) {
        problems.add(new Problem("spec." + e.field(), e.getMessage()));
      }
    }
  }

  private Check qosClass() {
    return choices("qosClass", RequireQosClass.QosClass.class)
        .map(classes -> new RequireQosClass(Set.copyOf(classes)))
        .orElse(RequireQosClass.STRICT);
  }

  private Check capabilities() {
    return require
        .flatMap(r -> r.object("capabilities", CapabilitiesSpec.class))
        .flatMap(RequirementReader::allowedCapabilities)
        .map(AllowCapabilities::new)
        .orElse(AllowCapabilities.STRICT);
  }

  private static Optional<Set<String>> allowedCapabilities(Stanza capabilities) {
    capabilities.require("allow", "write a list, [] to allow none");
    return capabilities
        .texts("allow", Form.CAPABILITY, Syntax.LIST_ENTRIES)
        .map(LinkedHashSet::new);
  }

  private Check seccomp() {
    return choices("seccomp", RequireSpec.Seccomp.class)
        .map(types -> new RequireSeccomp(names(types)))
        .orElse(RequireSeccomp.STRICT);
  }

  private Check procMount() {
    return choices("procMount", RequireSpec.ProcMount.class)
        .map(kinds -> new RequireProcMount(names(kinds)))
        .orElse(RequireProcMount.STRICT);
  }

  private Check hostPaths() {
    return require
        .flatMap(r -> r.object("hostPaths", HostPathsSpec.class))
        .flatMap(RequirementReader::allowedPaths)
        .map(AllowHostPaths::new)
        .orElse(AllowHostPaths.STRICT);
  }

  private static Optional<List<String>> allowedPaths(Stanza hostPaths) {
    hostPaths.require("allow", "write a list, [] to allow none");
    return hostPaths.texts("allow", Form.HOST_PATH, Syntax.LIST_ENTRIES, AllowHostPaths::nonsense);
  }

  private static Check images(Stanza images) {
    images.requireEntries("repositories", "name one, or leave the field out");
    return new AllowImages(
        images.texts("repositories", Form.REPOSITORY, Syntax.LIST_ENTRIES).orElse(List.of()),
        images.choice("digest", AllowImages.Digest.class).orElse(AllowImages.Digest.Optional));
  }

  private <E extends Enum<E>> E choice(String field, E strict) {
    return require.flatMap(r -> r.choice(field, strict.getDeclaringClass())).orElse(strict);
  }

  private <E extends Enum<E>> Optional<List<E>> choices(String field, Class<E> choices) {
    require.ifPresent(r -> r.requireEntries(field, "write at least one, or leave the field out"));
    return require.flatMap(r -> r.choices(field, choices, Syntax.LIST_ENTRIES));
  }

  private static Set<String> names(Collection<? extends Enum<?>> values) {
    return values.stream().map(Enum::name).collect(Collectors.toUnmodifiableSet());
  }
}
