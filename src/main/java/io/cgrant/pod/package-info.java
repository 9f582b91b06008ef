// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What the gate may know of a pod: plain records, read once, never changed.
///
/// Nothing here decides, and nothing here knows JSON: only `java..` is allowed.
package io.cgrant.pod;
