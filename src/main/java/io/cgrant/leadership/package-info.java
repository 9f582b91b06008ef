// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Which replica writes what only one should write. Nothing depends on there being only one: those
/// who write compare versions too.
package io.cgrant.leadership;
