// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.explain.HoldingTree;
import io.cgrant.sweep.HolderPages;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Who holds a writable cgroup now, of one page of pods.
final class GrantsResponder implements Responder {

  private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");

  private final HolderPages pages;

  GrantsResponder(HolderPages pages) {
    this.pages = pages;
  }

  @Override
  public Reply answer(Question question, Doorkeeper.Admission.In by, byte[] body) {
    OptionalInt limit = limit(question);
    if (limit.isEmpty()) {
      return Problem.of(
          ApiOutcome.BadRequest,
          "limit: how many pods are looked at, a number from 1 to " + HolderPages.LARGEST);
    }
    if (!pages.isReady()) {
      return Problem.of(
          ApiOutcome.Unavailable, "cgrant has not yet read the cluster's policies; try again");
    }
    try {
      return written(
          pages.read(
              question.parameter("namespace", ""),
              question.parameter("continue", ""),
              limit.getAsInt(),
              HoldingTree::of));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST) {
        return Problem.of(
            ApiOutcome.BadRequest,
            "continue: is none that this list goes on with; leave it out to begin anew");
      }
      throw e;
    }
  }

  private static OptionalInt limit(Question question) {
    String written = question.parameter("limit", Integer.toString(HolderPages.LARGEST));
    boolean isNumber = LIMIT.matcher(written).matches();
    return isNumber && Integer.parseInt(written) <= HolderPages.LARGEST
        ? OptionalInt.of(Integer.parseInt(written))
        : OptionalInt.empty();
  }

  private static Reply written(HolderPages.Page<ObjectNode> page) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ArrayNode items = tree.putArray("items");
    items.addAll(page.holdings());
    tree.put("unreadable", page.unreadable());
    if (!page.next().isEmpty()) {
      tree.put("continue", page.next());
    }
    return Reply.of(Reply.JSON, tree.toString().getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
