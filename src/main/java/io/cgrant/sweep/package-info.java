// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Goes through the pods that run, a page at a time and no faster than it may, and has each looked
/// at. Changes nothing; no decision waits for it.
package io.cgrant.sweep;
