// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// How those who talk to the API server in the background say that it does not work: once, in the
/// API server's own words.
package io.cgrant.trouble;
