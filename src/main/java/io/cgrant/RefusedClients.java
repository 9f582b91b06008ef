// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.admission.Printable;
import io.cgrant.certs.ClientRefused;
import io.cgrant.metric.Meters;
import io.cgrant.metric.Metric;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jboss.logging.Logger;

/// Counts clients that TLS turned away, and says why: of each cause once a minute, since whoever
/// reaches the port can be turned away as often as they like.
final class RefusedClients {

  private static final Logger LOG = Logger.getLogger(RefusedClients.class);
  private static final int LONGEST = 1_000;
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  /// The Java machine's words; it asks nobody where a client sends no certificate.
  private static final String NO_CERTIFICATE = "mpty client certificate chain";

  private final Map<ClientRefused.Cause, Runnable> counters =
      new EnumMap<>(ClientRefused.Cause.class);
  private final AtomicLongArray saidAt;

  RefusedClients(Meters meters) {
    ClientRefused.Cause[] causes = ClientRefused.Cause.values();
    saidAt = new AtomicLongArray(causes.length);
    for (ClientRefused.Cause cause : causes) {
      saidAt.set(cause.ordinal(), System.nanoTime() - PAUSE);
      counters.put(cause, meters.count(Metric.ClientsRefused, cause));
    }
  }

  /// @param failure of a handshake. What has nothing to do with the client's certificate, as a look
  ///     at the port by somebody who does not speak TLS, is passed over.
  void failed(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ClientRefused refused) {
        refused(refused.refusal(), refused.getMessage());
        return;
      }
      if (Optional.ofNullable(each.getMessage()).orElse("").contains(NO_CERTIFICATE)) {
        refused(
            ClientRefused.Cause.Missing,
            "it sent no certificate. An API server sends one only if its"
                + " --admission-control-config-file names one for the Service of cgrant");
        return;
      }
    }
  }

  /// The names in its certificate are whatever the client wrote there.
  static String shown(String why) {
    return Printable.beginning(why, LONGEST);
  }

  private void refused(ClientRefused.Cause cause, String why) {
    counters.get(cause).run();
    long now = System.nanoTime();
    long before = saidAt.get(cause.ordinal());
    if (now - before >= PAUSE && saidAt.compareAndSet(cause.ordinal(), before, now)) {
      LOG.warnf("a client was turned away by TLS (%s): %s", cause, shown(why));
    }
  }
}
