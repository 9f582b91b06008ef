// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Which replica writes what only one should write: `status`, Events about policies, the shared
/// certificate. Nothing depends on there being only one: those who write compare versions too, or
/// write what is the same from everybody.
package io.cgrant.leadership;
