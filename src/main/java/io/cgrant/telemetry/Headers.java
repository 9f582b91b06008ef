// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/// Headers in a file, a line each, as `Authorization: Bearer …`. Read again for each request, since
/// a token may be replaced while cgrant runs.
public final class Headers implements Supplier<Map<String, String>> {

  private static final Logger LOG = Logger.getLogger(Headers.class);

  /// A field name and a field value of RFC 9110.
  private static final Pattern LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([!-~]([ -~\\t]*[!-~])?)[ \\t]*");

  /// Those of the connection and of the body are the client's.
  private static final Set<String> OTHERS =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade");

  private final Path file;
  private volatile Map<String, String> last;

  /// @throws IllegalArgumentException when there is no such file, or it has other lines
  public Headers(Path file) {
    this.file = file;
    try {
      this.last = read(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read: " + e, e);
    }
  }

  /// Those that were read last, where they can no more be read.
  @Override
  public Map<String, String> get() {
    try {
      last = read(file);
    } catch (IOException | IllegalArgumentException e) {
      LOG.debugf("the headers of %s stay as they were: %s", file, e.getMessage());
    }
    return last;
  }

  private static Map<String, String> read(Path file) throws IOException {
    var headers = new LinkedHashMap<String, String>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        Matcher header = LINE.matcher(line);
        boolean isOurs =
            header.matches() && !OTHERS.contains(header.group(1).toLowerCase(Locale.ROOT));
        if (!isOurs) {
          // Not the line itself, which is a secret.
          throw new IllegalArgumentException(
              "line " + number + " of " + file + " is no header for it; write `Name: value`");
        }
        headers.put(header.group(1), header.group(2));
      }
    }
    return Map.copyOf(headers);
  }
}
