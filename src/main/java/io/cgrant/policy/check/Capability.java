// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The capabilities of Linux, as `include/uapi/linux/capability.h` numbers them.
public enum Capability {
  CHOWN,
  DAC_OVERRIDE,
  DAC_READ_SEARCH,
  FOWNER,
  FSETID,
  KILL,
  SETGID,
  SETUID,
  SETPCAP,
  LINUX_IMMUTABLE,
  NET_BIND_SERVICE,
  NET_BROADCAST,
  NET_ADMIN,
  NET_RAW,
  IPC_LOCK,
  IPC_OWNER,
  SYS_MODULE,
  SYS_RAWIO,
  SYS_CHROOT,
  SYS_PTRACE,
  SYS_PACCT,
  SYS_ADMIN,
  SYS_BOOT,
  SYS_NICE,
  SYS_RESOURCE,
  SYS_TIME,
  SYS_TTY_CONFIG,
  MKNOD,
  LEASE,
  AUDIT_WRITE,
  AUDIT_CONTROL,
  SETFCAP,
  MAC_OVERRIDE,
  MAC_ADMIN,
  SYSLOG,
  WAKE_ALARM,
  BLOCK_SUSPEND,
  AUDIT_READ,
  PERFMON,
  BPF,
  CHECKPOINT_RESTORE;

  private static final String PREFIX = "CAP_";
  private static final Map<String, Capability> BY_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Capability::name, c -> c));

  /// Reads every spelling that some runtime accepts: any case, with or without one `CAP_` before
  /// it. Only plain letters count: `ı` and `ſ` become `I` and `S` in upper case, and are no
  /// spelling of them.
  static Optional<Capability> parse(String written) {
    for (int i = 0; i < written.length(); i++) {
      if (written.charAt(i) >= 128) {
        return Optional.empty();
      }
    }
    String upper = written.toUpperCase(Locale.ROOT);
    String name = upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper;
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
