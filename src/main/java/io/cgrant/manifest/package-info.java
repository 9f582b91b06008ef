// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What the API server sends and gets: reviews and workloads become pods, answers become bytes. The
/// only place that knows the names of a pod's fields.
package io.cgrant.manifest;
