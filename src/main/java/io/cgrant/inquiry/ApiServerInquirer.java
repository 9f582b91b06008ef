// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import io.cgrant.apiserver.ImpatientClient;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Inquiry;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.policy.check.Finding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Sends each inquiry to who can answer it. A failure is no answer, and no answer is no grant.
public final class ApiServerInquirer implements Inquirer {

  private static final Logger LOG = Logger.getLogger(ApiServerInquirer.class);

  /// Milliseconds, of one request.
  private static final int TIMEOUT = 1_500;

  private final RoomKeeper rooms;
  private final Permissions permissions;

  /// @param namespace cgrant's own
  /// @param stopwatch for how long answers are kept
  public ApiServerInquirer(
      KubernetesClient client,
      String namespace,
      InstantSource clock,
      InstantSource stopwatch,
      WorkloadControllers controllers) {
    this(client, namespace, clock, stopwatch, controllers, TIMEOUT);
  }

  /// @param timeout in milliseconds, of one request
  ApiServerInquirer(
      KubernetesClient client,
      String namespace,
      InstantSource clock,
      InstantSource stopwatch,
      WorkloadControllers controllers,
      int timeout) {
    KubernetesClient impatient = ImpatientClient.of(client, timeout);
    var store = new ApiServerRoomStore(impatient, namespace, timeout);
    rooms = new RoomKeeper(store, clock, stopwatch);
    permissions = new Permissions(new ApiServerReviewer(impatient), stopwatch, controllers);
  }

  /// On a thread of its own, so that it ends in time: requests go out one after the other, each
  /// with its own timeout, and who asks for the same ledger waits for those before.
  @Override
  public Optional<List<Finding>> ask(Ask ask, Inquiry inquiry, Duration bound) {
    var answer = new FutureTask<>(() -> answered(ask, inquiry, bound));
    Thread.ofVirtual().name("cgrant-inquiry").start(answer);
    try {
      return answer.get(bound.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // Not louder: while the API server is away, every request that needs it comes through here.
      LOG.debugf("%s could not be asked: %s", inquiry.subject(), e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      // What it has reserved meanwhile counts until its time is over, as for any pod that is
      // refused after us.
      answer.cancel(true);
    }
  }

  private Optional<List<Finding>> answered(Ask ask, Inquiry inquiry, Duration bound) {
    return switch (inquiry) {
      case Inquiry.Room room -> rooms.findings(ask, room, bound);
      case Inquiry.Permission permission -> permissions.findings(ask, permission);
    };
  }
}
