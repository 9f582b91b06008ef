// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import io.cgrant.api.Question.Subject;
import io.cgrant.pod.ObjectName;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the head of a request, and says what is wrong with it before anybody is asked.
final class QuestionReader {

  private static final String USER = "Impersonate-User";
  private static final String GROUP = "Impersonate-Group";
  private static final String ANY_IMPERSONATION = "impersonate-";
  private static final int MOST_GROUPS = 64;

  /// RFC 6750, section 2.1; the scheme in any case, as RFC 9110 has it.
  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

  private QuestionReader() {}

  /// What a head says.
  sealed interface Reading {
    record Good(Question question) implements Reading {}

    record Bad(Reply reply) implements Reading {}
  }

  static Reading read(ApiRoute route, HttpServerRequest request) {
    if (!request.method().name().equals(route.method())) {
      Reply plain =
          Problem.of(ApiOutcome.MethodNotAllowed, route.path() + " is asked by " + route.method());
      return new Reading.Bad(
          new Reply(plain.outcome(), plain.type(), plain.body(), Map.of("Allow", route.method())));
    }
    Optional<String> token = token(request);
    if (token.isEmpty()) {
      return bad(
          ApiOutcome.NotAuthenticated,
          "nobody is answered without a token; send the header Authorization: Bearer TOKEN, as of"
              + " kubectl create token ACCOUNT --audience=cgrant");
    }
    return read(route, token.get(), request);
  }

  private static Reading read(ApiRoute route, String token, HttpServerRequest request) {
    var parameters = new HashMap<String, String>();
    MultiMap query;
    try {
      query = request.params();
    } catch (IllegalArgumentException e) {
      return bad(ApiOutcome.BadRequest, "the query cannot be decoded; write % as %25");
    }
    for (Map.Entry<String, String> parameter : query) {
      if (!route.parameters().contains(parameter.getKey())) {
        return bad(ApiOutcome.BadRequest, unknown(route, parameter.getKey()));
      }
      if (parameters.put(parameter.getKey(), parameter.getValue()) != null) {
        return bad(ApiOutcome.BadRequest, parameter.getKey() + " is given twice; leave one out");
      }
    }
    String namespace = parameters.getOrDefault("namespace", "");
    if (!namespace.isEmpty() && !ObjectName.isLabel(namespace)) {
      return bad(
          ApiOutcome.BadRequest,
          "namespace: \"" + namespace + "\" can be no namespace; write its name");
    }
    if (parameters.getOrDefault("source", "").length() > Question.LONGEST_SOURCE) {
      return bad(
          ApiOutcome.BadRequest,
          "source: is longer than "
              + Question.LONGEST_SOURCE
              + " characters; write the file's name");
    }
    return subject(route, request)
        .<Reading>map(Reading.Bad::new)
        .orElseGet(
            () -> new Reading.Good(new Question(route, token, parameters, subject(request))));
  }

  private static String unknown(ApiRoute route, String parameter) {
    String known =
        route.parameters().isEmpty()
            ? "takes none"
            : "takes " + String.join(", ", route.parameters());
    return "there is no parameter \"" + parameter + "\"; " + route.path() + " " + known;
  }

  /// What is wrong with whom the caller asks for.
  private static Optional<Reply> subject(ApiRoute route, HttpServerRequest request) {
    for (String name : request.headers().names()) {
      boolean isOther = !name.equalsIgnoreCase(USER) && !name.equalsIgnoreCase(GROUP);
      if (name.regionMatches(true, 0, ANY_IMPERSONATION, 0, ANY_IMPERSONATION.length())
          && (isOther || route != ApiRoute.Explain)) {
        return Optional.of(
            Problem.of(
                ApiOutcome.BadRequest,
                name + " is of no use here; only explain knows " + USER + " and " + GROUP));
      }
    }
    List<String> users = request.headers().getAll(USER);
    List<String> groups = request.headers().getAll(GROUP);
    boolean isEmpty = users.contains("") || groups.contains("");
    if (users.size() > 1 || users.isEmpty() && !groups.isEmpty() || isEmpty) {
      return Optional.of(
          Problem.of(ApiOutcome.BadRequest, USER + " names one user, and groups are that user's"));
    }
    return groups.size() <= MOST_GROUPS
        ? Optional.empty()
        : Optional.of(
            Problem.of(ApiOutcome.BadRequest, "more than " + MOST_GROUPS + " times " + GROUP));
  }

  private static Optional<Subject> subject(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader(USER))
        .map(user -> new Subject(user, request.headers().getAll(GROUP)));
  }

  private static Optional<String> token(HttpServerRequest request) {
    List<String> written = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    if (written.size() != 1) {
      return Optional.empty();
    }
    Matcher bearer = BEARER.matcher(written.getFirst());
    return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
  }

  private static Reading bad(ApiOutcome outcome, String detail) {
    return new Reading.Bad(Problem.of(outcome, detail));
  }
}
