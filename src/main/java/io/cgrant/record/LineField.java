// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The names of all fields of a line and of the objects in it, written once and for all lines. What
/// each means is in `decision-log.schema.json` and `drift-log.schema.json` of `docs/reference`.
enum LineField {
  Time,
  Uid,
  Phase,
  Operation,
  Subresource,
  Namespace,
  Name,
  User,
  Groups,
  MoreGroups,
  Author,
  Owners,
  MoreOwners,
  TopOwner,
  Kind,
  Controller,
  AskLabel,
  RuntimeClass,
  Images,
  MoreImages,
  Container,
  Volume,
  Image,
  DryRun,
  LatencyMicros,
  SnapshotAgeSeconds,
  Verdict,
  Policy,
  PolicyGeneration,
  GrantedBy,
  Routes,
  Findings,
  Path,
  Reason,
  Message,
  More,
  Exceptions,
  Expires,
  Waived,
  Cause,
  Detail,
  Change,
  PodUid,
  Created,
  Today;

  private final byte[] written =
      ("\"" + name().substring(0, 1).toLowerCase(Locale.ROOT) + name().substring(1) + "\":")
          .getBytes(StandardCharsets.US_ASCII);

  /// With quotes and colon. For reading only.
  byte[] written() {
    return written;
  }
}
