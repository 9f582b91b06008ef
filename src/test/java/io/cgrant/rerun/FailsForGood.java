// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rerun;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test whose failure stays one when it is run again in the same build, as
/// `rerunFailingTestsCount` has it.
///
/// For tests that draw lots, or look for a moment in which the gate is open: passing the next time
/// means that they did not find again what they have found.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FailureMemory.class)
public @interface FailsForGood {}
