// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// From a request and a verdict to an answer and a patch.
///
/// Only `java..`, `io.cgrant.pod` and `io.cgrant.policy..` are allowed: how an answer becomes
/// JSON is another's work.
package io.cgrant.admission;
