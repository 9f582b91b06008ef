// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.marcnuri.helm.Helm;
import io.cgrant.chart.Chart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The release `cgrant` in namespace `cgrant`, by Helm itself.
final class HelmRelease {

  private static final String NAME = "cgrant";

  /// In seconds.
  private static final int LONGEST_TEST = 300;

  private final Path kubeconfig;
  private final Path folder;

  /// @param folder for the values
  HelmRelease(Path kubeconfig, Path folder) {
    this.kubeconfig = kubeconfig;
    this.folder = Folders.create(folder);
  }

  void install(String values) {
    install(Chart.FOLDER, values);
  }

  void install(Path chart, String values) {
    new Helm(chart)
        .install()
        .withName(NAME)
        .withNamespace(NAME)
        .withKubeConfig(kubeconfig)
        .withValuesFile(file(values))
        .call();
  }

  void upgrade(String values) {
    new Helm(Chart.FOLDER)
        .upgrade()
        .withName(NAME)
        .withNamespace(NAME)
        .withKubeConfig(kubeconfig)
        .withValuesFile(file(values))
        .call();
  }

  /// Returns once all of its pods have ended well; throws otherwise.
  void test() {
    Helm.test(NAME).withNamespace(NAME).withKubeConfig(kubeconfig).withTimeout(LONGEST_TEST).call();
  }

  void uninstall() {
    Helm.uninstall(NAME).withNamespace(NAME).withKubeConfig(kubeconfig).ignoreNotFound().call();
  }

  private Path file(String values) {
    try {
      return Files.writeString(folder.resolve("values.yaml"), values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
