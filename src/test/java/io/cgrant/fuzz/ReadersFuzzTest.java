// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cgrant.cel.CelCompiler;
import io.cgrant.file.DescribedCluster;
import io.cgrant.file.ManifestFile;
import io.cgrant.file.UnreadableFile;
import io.cgrant.manifest.ReviewReader;
import io.cgrant.manifest.Unreadable;
import io.cgrant.manifest.WorkloadReader;
import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import io.cgrant.pod.Quantity;
import io.cgrant.policy.Ask.Phase;
import io.cgrant.policy.check.AllowImages;
import io.cgrant.policy.check.Finding;
import io.cgrant.reading.PolicyReview;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Any bytes at all for each reader: what it cannot read, it says so, and nothing else leaves it.
///
/// An ordinary test run tries the committed inputs beside `ReadersFuzzTestInputs`; with
/// `JAZZER_FUZZ=1` Jazzer looks for more, one reader for each run.
final class ReadersFuzzTest {

  private static final AllowImages RAY =
      new AllowImages(List.of("registry.example.com/ray"), AllowImages.Digest.Optional);

  @FuzzTest(maxDuration = "2m")
  void review(byte[] body) {
    try {
      ReviewReader.read(body, Phase.Validate);
    } catch (Unreadable expected) {
      // The answer is 400.
    }
  }

  @FuzzTest(maxDuration = "2m")
  void object(byte[] json) {
    try {
      WorkloadReader.read(json);
    } catch (Unreadable expected) {
      // The file is named, and the exit code is 2.
    }
  }

  @FuzzTest(maxDuration = "2m")
  void yaml(byte[] file) {
    try {
      // Policies, classes and namespaces among them are read, and have their problems listed.
      DescribedCluster.of(ManifestFile.read("fuzz.yaml", file), new CelCompiler());
    } catch (UnreadableFile expected) {
      // The file is named, and the exit code is 2.
    }
  }

  @FuzzTest(maxDuration = "2m")
  void policy(byte[] review) {
    try {
      PolicyReview.read(review, new CelCompiler());
    } catch (Unreadable expected) {
      // The answer is 400; what is no sense in a policy is no exception.
    }
  }

  /// An image that is allowed begins with what allows it, as it is written.
  @FuzzTest(maxDuration = "2m")
  void image(byte[] reference) {
    String image = new String(reference, StandardCharsets.UTF_8);
    var container = Containers.of(ContainerKind.MAIN, "main").withImage(image);
    List<Finding> found =
        RAY.examine(Pods.granted().withoutContainers().withContainer(container).view());
    assertTrue(!found.isEmpty() || image.startsWith("registry.example.com/ray"), image);
    assertTrue(found.size() <= 1, found::toString);
  }

  @FuzzTest(maxDuration = "2m")
  void quantity(byte[] text) {
    try {
      Quantity read = Quantity.parse(new String(text, StandardCharsets.UTF_8));
      assertEquals(read, Quantity.parse(read.toString()), "written and read back");
    } catch (NumberFormatException expected) {
      // Says that it is no quantity.
    }
  }
}
