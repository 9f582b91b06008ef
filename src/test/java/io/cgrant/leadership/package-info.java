// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// One replica leads at a time.
package io.cgrant.leadership;
