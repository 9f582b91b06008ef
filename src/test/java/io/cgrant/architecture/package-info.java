// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The walls of the house, and for each a deliberate breach that its test must see.
package io.cgrant.architecture;
