// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What a grant requires of a pod: one record per requirement, its parameters its components.
///
/// A newcomer's first change lands here: write the record, name it in
/// [io.cgrant.policy.check.Check], add its cases. Only `java..` and `io.cgrant.pod` are allowed.
package io.cgrant.policy.check;
