// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// How the API server is asked, so that its time and memory are bounded in one place:
/// `ImpatientClient` where a request waits, `StreamedGet` for answers that are too large to keep,
/// `PodMetadata` for lists of pods, `AccessReview` for a right; and `Kept`, for how long an answer
/// is believed, under a `Digest` of what was asked.
package io.cgrant.apiserver;
