// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;

/// The names of all fields of a line and of the objects in it, written once and for all lines. What
/// each means is in `docs/reference/decision-log.schema.json`.
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
  Detail;

  private final SerializableString written =
      new SerializedString(name().substring(0, 1).toLowerCase(Locale.ROOT) + name().substring(1));

  SerializableString written() {
    return written;
  }
}
