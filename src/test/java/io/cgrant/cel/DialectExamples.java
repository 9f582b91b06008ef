// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import java.util.List;

/// The dialect by examples, each true of [Evaluated#POD]; the reference page is written from them.
final class DialectExamples {

  record Example(String what, String expression) {}

  record Section(String title, List<Example> examples) {}

  private DialectExamples() {}

  static final List<Section> SECTIONS =
      List.of(
          new Section(
              "Variables",
              List.of(
                  of("`object`: the pod as it would be stored", "object.kind == 'Pod'"),
                  of(
                      "also fields that cgrant does not know",
                      "object.spec.unknownToEveryone.ratio == 0.5"),
                  of(
                      "`oldObject`: the pod as it is stored; `null` when it is created",
                      "oldObject == null"),
                  of(
                      "`request`: the AdmissionRequest without its objects",
                      "request.operation == 'CREATE' && request.namespace == 'ml'"),
                  of(
                      "`namespaceObject`: its name and labels; asking for more is an error",
                      "namespaceObject.metadata.labels.team == 'ml'"))),
          new Section(
              "Fields",
              List.of(
                  of("a field that must be there", "object.metadata.labels.app == 'ray'"),
                  of("whether it is there", "!has(object.spec.hostNetwork)"),
                  of("a key that is no name", "object.metadata.annotations['empty'] == ''"),
                  of("the same", "'app' in object.metadata.labels"),
                  of("a field that may be there", "!object.spec.?hostNetwork.orValue(false)"),
                  of("the same", "object.?status.?phase == optional.none()"),
                  of("what is `null`", "object.metadata.annotations['null'] == null"))),
          new Section(
              "Loops",
              List.of(
                  of("`all`", "object.spec.containers.all(c, has(c.resources.limits))"),
                  of("`exists`", "object.spec.containers.exists(c, c.name == 'log')"),
                  of("`exists_one`", "object.spec.containers.exists_one(c, c.name == 'log')"),
                  of("`filter`", "object.spec.containers.filter(c, c.name != 'log').size() == 1"),
                  of("`map`", "object.spec.containers.map(c, c.name) == ['head', 'log']"),
                  of(
                      "with two variables",
                      "object.metadata.labels.all(key, value, key.size() + value.size() > 0)"),
                  of(
                      "`cel.bind`",
                      "cel.bind(m, object.metadata, m.name == m.labels.app + '-head')"))),
          new Section(
              "Quantities, exact",
              List.of(
                  of("`quantity`, `==`", "quantity('1Gi') == quantity('1024Mi')"),
                  of("`isQuantity`", "isQuantity('1500m') && !isQuantity('much')"),
                  of("`isLessThan`", "quantity('999m').isLessThan(quantity('1'))"),
                  of("`isGreaterThan`", "quantity('1G').isGreaterThan(quantity('900Mi'))"),
                  of("`compareTo`", "quantity('1k').compareTo(quantity('1000')) == 0"),
                  of(
                      "`add`, `sub`",
                      "quantity('1').add(quantity('500m')).sub(1) == quantity('0.5')"),
                  of("`sign`", "quantity('-1').sign() == -1"),
                  of(
                      "`isInteger`, `asInteger`",
                      "quantity('2k').isInteger() ? quantity('2k').asInteger() == 2000 : false"),
                  of("`asApproximateFloat`", "quantity('1500m').asApproximateFloat() == 1.5"),
                  of(
                      "in a loop",
                      "object.spec.containers.all(c, quantity(c.resources.limits.memory).isLessThan(quantity('8Gi')))"))),
          new Section(
              "Texts",
              List.of(
                  of(
                      "`startsWith`, `endsWith`, `contains`",
                      "object.metadata.name.startsWith('ray-')"),
                  of("`matches`, RE2", "object.metadata.name.matches('^ray-[a-z]+$')"),
                  of("`find`", "'ray-2.9'.find('[0-9]+') == '2'"),
                  of("`findAll`", "'a1b22'.findAll('[0-9]+') == ['1', '22']"),
                  of("`findAll`, at most", "'a1b22'.findAll('[0-9]+', 1) == ['1']"),
                  of("`split`, `join`", "'a,b'.split(',').join('-') == 'a-b'"),
                  of("`replace`", "'banana'.replace('a', 'o', 2) == 'bonona'"),
                  of(
                      "`substring`, `charAt`",
                      "'hello'.substring(1, 3) == 'el' && 'abc'.charAt(1) == 'b'"),
                  of(
                      "`indexOf`, `lastIndexOf`",
                      "'hello'.indexOf('l') == 2 && 'hello'.lastIndexOf('l') == 3"),
                  of("`lowerAscii`, `upperAscii`, `trim`", "' Ray '.trim().lowerAscii() == 'ray'"),
                  of("`size`, in characters", "'é'.size() == 1"),
                  of("`base64`", "base64.decode('cmF5') == b'ray'"))),
          new Section(
              "Lists and sets",
              List.of(
                  of("`in`", "'a' in ['a', 'b']"),
                  of("`isSorted`", "[1, 2, 3].isSorted()"),
                  of(
                      "`sum`, `min`, `max`",
                      "[1, 2, 3].sum() == 6 && [3, 1].min() == 1 && [3, 1].max() == 3"),
                  of(
                      "`indexOf`, `lastIndexOf`",
                      "['a', 'b', 'a'].indexOf('b') == 1 && ['a', 'b', 'a'].lastIndexOf('a') == 2"),
                  of("`sort`, `distinct`", "[2, 1, 2].distinct().sort() == [1, 2]"),
                  of(
                      "`flatten`, `slice`, `reverse`",
                      "[[1], [2, 3]].flatten().slice(1, 3).reverse() == [3, 2]"),
                  of("`sets.contains`", "sets.contains(['a', 'b'], ['a'])"),
                  of(
                      "`sets.equivalent`, `sets.intersects`",
                      "sets.equivalent([1, 2], [2, 1, 1]) && sets.intersects([1], [1, 2])"))),
          new Section(
              "Numbers and times",
              List.of(
                  of(
                      "whole numbers are `int`",
                      "type(object.spec.terminationGracePeriodSeconds) == int"),
                  of("also large ones", "object.spec.unknownToEveryone.count == 9007199254740993"),
                  of("others are `double`", "type(object.spec.unknownToEveryone.ratio) == double"),
                  of("compared by value", "object.spec.terminationGracePeriodSeconds == 30.0"),
                  of("`math`", "math.greatest(1, 3, 2) == 3 && math.least([2, 1]) == 1"),
                  of(
                      "`duration`, `timestamp`",
                      "timestamp('2026-01-01T00:00:00Z') + duration('24h') == timestamp('2026-01-02T00:00:00Z')"))));

  /// What Kubernetes has and this dialect has not: using one is refused when a policy is written.
  static final List<Example> MISSING =
      List.of(
          of("`authorizer`", "authorizer.group('').resource('pods').check('create').allowed()"),
          of("`variables`", "variables.containers.size() == 1"),
          of("`params`", "params.max == 1"),
          of("`url`, `isURL`", "isURL('https://example.com')"),
          of("`ip`, `isIP`, `cidr`, `isCIDR`", "isIP('10.0.0.1')"),
          of(
              "`format.dns1123Label()` and its kind",
              "format.dns1123Label().validate('a') == optional.none()"),
          of("`'%s'.format([…])`", "'%s'.format(['a']) == 'a'"),
          of("`semver`, `isSemver`", "isSemver('1.2.3')"));

  private static Example of(String what, String expression) {
    return new Example(what, expression);
  }
}
