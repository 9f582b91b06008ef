// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import io.cgrant.docs.GeneratedFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class GeneratedDefinitionTest {

  private static final Path FILE = Path.of("deploy/crds/cgrant.io_writablecgrouppolicies.yaml");

  @Test
  void theDefinitionInDeploySaysWhatTheRecordsSay() {
    GeneratedFile.verify(FILE, GeneratedDefinition.yaml());
  }
}
