// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A point in time as people type it: `2026-11-24T09:00:00Z`, a day in UTC, or how long ago, as
/// `90s`, `2h30m` or `7d`.
record Moment(Instant instant) {

  private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");

  static final class Converter implements ITypeConverter<Moment> {

    private final InstantSource clock;

    Converter() {
      this(InstantSource.system());
    }

    Converter(InstantSource clock) {
      this.clock = clock;
    }

    @Override
    public Moment convert(String typed) {
      try {
        if (typed.contains("T")) {
          return new Moment(Instant.parse(typed));
        }
        return typed.contains("-")
            ? new Moment(LocalDate.parse(typed).atStartOfDay(ZoneOffset.UTC).toInstant())
            : new Moment(clock.instant().minus(ago(typed)));
      } catch (DateTimeException | ArithmeticException e) {
        throw new TypeConversionException(
            "'"
                + typed
                + "' is no time; write 2026-11-24T09:00:00Z, 2026-11-24, or how long ago, as 2h30m");
      }
    }

    private static Duration ago(String typed) {
      Duration sum = Duration.ZERO;
      Matcher part = AGO.matcher(typed);
      int end = 0;
      while (part.find() && part.start() == end) {
        sum = sum.plus(unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
        end = part.end();
      }
      if (typed.isEmpty() || end != typed.length()) {
        throw new DateTimeException("no duration");
      }
      return sum;
    }

    private static Duration unit(String letter) {
      return switch (letter) {
        case "s" -> Duration.ofSeconds(1);
        case "m" -> Duration.ofMinutes(1);
        case "h" -> Duration.ofHours(1);
        default -> Duration.ofDays(1);
      };
    }
  }
}
