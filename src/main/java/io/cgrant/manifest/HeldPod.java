// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.PodView;

/// A pod, and the metadata of the object it was found in: its own, or a workload's.
record HeldPod(ObjectMeta holder, PodView pod) {}
