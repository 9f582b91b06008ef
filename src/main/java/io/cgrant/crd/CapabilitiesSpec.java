// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// Which capabilities containers may add.
public record CapabilitiesSpec(
    @Required
        @Size(max = Syntax.LIST_ENTRIES)
        @JsonPropertyDescription(
            """
            Linux capabilities by their names without CAP_, in capitals. An empty list allows none.
            Example: [CHOWN, NET_BIND_SERVICE].""")
        List<@Size(max = Syntax.LABEL_VALUE_LENGTH) Capability> allow) {

  /// Every capability of Linux up to 6.18, see `capabilities(7)`.
  public enum Capability {
    AUDIT_CONTROL,
    AUDIT_READ,
    AUDIT_WRITE,
    BLOCK_SUSPEND,
    BPF,
    CHECKPOINT_RESTORE,
    CHOWN,
    DAC_OVERRIDE,
    DAC_READ_SEARCH,
    FOWNER,
    FSETID,
    IPC_LOCK,
    IPC_OWNER,
    KILL,
    LEASE,
    LINUX_IMMUTABLE,
    MAC_ADMIN,
    MAC_OVERRIDE,
    MKNOD,
    NET_ADMIN,
    NET_BIND_SERVICE,
    NET_BROADCAST,
    NET_RAW,
    PERFMON,
    SETFCAP,
    SETGID,
    SETPCAP,
    SETUID,
    SYS_ADMIN,
    SYS_BOOT,
    SYS_CHROOT,
    SYS_MODULE,
    SYS_NICE,
    SYS_PACCT,
    SYS_PTRACE,
    SYS_RAWIO,
    SYS_RESOURCE,
    SYS_TIME,
    SYS_TTY_CONFIG,
    SYSLOG,
    WAKE_ALARM
  }
}
