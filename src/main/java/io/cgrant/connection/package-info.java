// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0

/// What a connection may cost before anybody knows who speaks, on every port.
package io.cgrant.connection;
