// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.delegation;
