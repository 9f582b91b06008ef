// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What leaves at the pace of whoever takes it: a queue of fixed size, an allowance for what may be
/// told, a memory that forgets, and a count of what was dropped.
package io.cgrant.outlet;
