// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;

/// Takes a list of the API server apart while it comes: one object is in memory at a time, however
/// many the list has.
///
/// @param next where the list goes on; empty at its end
public record ListPage(String next) {

  /// Go reads 10,000 levels, so whoever writes `managedFields` can have so many stored. One object
  /// that is deeper than a reader goes would keep all others of its list from being read.
  private static final int DEEPEST = 20_000;

  /// Of what an API server has stored, names are of any length.
  public static final StreamReadConstraints STORED =
      StreamReadConstraints.builder()
          .maxNameLength(Integer.MAX_VALUE)
          .maxNestingDepth(DEEPEST)
          .build();

  /// For what the API server has of others, whole lists and single objects. Jackson would share a
  /// table of keys between all of them, which whoever makes objects fills by names of annotations.
  public static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(STORED)
          .build();

  /// Reads one object to its end, from its first brace on.
  @FunctionalInterface
  public interface Item {
    void read(JsonParser json) throws IOException;
  }

  /// @param what it should be a list of
  /// @throws IOException where it is no whole list, which must not look like a shorter one
  public static ListPage read(InputStream list, String what, Item each) throws IOException {
    try (JsonParser json = JSON.createParser(list)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("is no list of " + what);
      }
      String next = "";
      boolean isList = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (key.equals("items")) {
          isList = items(json, value, each);
        } else if (key.equals("metadata") && value == JsonToken.START_OBJECT) {
          next = metadata(json);
        } else {
          json.skipChildren();
        }
      }
      if (!isList || json.currentToken() != JsonToken.END_OBJECT) {
        throw new IOException("is no whole list of " + what);
      }
      return new ListPage(next);
    }
  }

  /// Go writes a list of nothing as `null`.
  private static boolean items(JsonParser json, JsonToken value, Item each) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      return value == JsonToken.VALUE_NULL;
    }
    while (json.nextToken() == JsonToken.START_OBJECT) {
      each.read(json);
    }
    return json.currentToken() == JsonToken.END_ARRAY;
  }

  private static String metadata(JsonParser json) throws IOException {
    String next = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isNext = json.currentName().equals("continue");
      if (json.nextToken() == JsonToken.VALUE_STRING && isNext) {
        next = json.getText();
      } else {
        json.skipChildren();
      }
    }
    return next;
  }
}
