// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class WatchTroubleTest {

  private final Moving clock = new Moving();
  private final List<String> log = new ArrayList<>();
  private final WatchTrouble trouble = new WatchTrouble("https://10.0.0.1:6443/", clock, log::add);

  @Test
  void saysWhatWhereAndWhatToDoInOneSentence() {
    trouble.tell(
        new CompletionException(new IOException("x", new ConnectException("Connection refused"))));
    assertEquals(
        List.of(
            "cannot read the cluster at https://10.0.0.1:6443/ (Connection refused), and tries"
                + " again; check the network, and the address and certificate authority in"
                + " KUBECONFIG; without a cluster, set cgrant.folder"),
        log);
  }

  @Test
  void tellsTheSameReasonOnceForAllWatchesAndAgainMuchLater() {
    trouble.tell(new ConnectException("Connection refused"));
    trouble.tell(new UnknownHostException("api.invalid"));
    assertEquals(1, log.size(), log::toString);
    clock.by(WatchTrouble.PAUSE);
    trouble.tell(new UnknownHostException("api.invalid"));
    assertEquals(2, log.size(), log::toString);
    assertTrue(log.getLast().contains("(unknown host: api.invalid)"), log.getLast());
  }

  @Test
  void eachMissingRightIsNamedWithTheFileThatGrantsIt() {
    trouble.tell(new CompletionException(refused(403, "namespaces is forbidden")));
    trouble.tell(refused(403, "runtimeclasses is forbidden"));
    assertEquals(2, log.size(), log::toString);
    assertTrue(log.getFirst().contains("(HTTP 403, namespaces is forbidden)"), log.getFirst());
    assertTrue(log.getFirst().endsWith("; give cgrant the rights in deploy/rbac.yaml"));
  }

  @Test
  void aMissingDefinitionAndBadCredentialsHaveTheirOwnWaysOut() {
    trouble.tell(refused(404, "not found"));
    assertTrue(log.getLast().endsWith("; apply deploy/crds to the cluster"), log.getLast());
    trouble.tell(refused(401, "Unauthorized"));
    assertTrue(log.getLast().endsWith("; renew the token or certificate that cgrant uses"));
    trouble.tell(new KubernetesClientException("too busy", 503, null));
    assertTrue(
        log.getLast().endsWith("(HTTP 503, too busy), and tries again; look at the API server"));
  }

  private static KubernetesClientException refused(int code, String message) {
    var status = new StatusBuilder().withCode(code).withMessage(message).build();
    return new KubernetesClientException(status);
  }
}
