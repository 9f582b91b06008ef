// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Reads of a cluster what `doctor` judges, as the API server writes it. Lists, and nothing else.
package io.cgrant.doctor.cluster;
