// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntrypointReaderTest {

  /// As the kubelet expands: in the order of the environment, unknown names left as they are.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'command': ['/sbin/init', 'x']} | command[0]=/sbin/init",
        "{'command': [], 'args': ['systemd']} | args[0]=systemd",
        "{'args': ['a'], 'command': ['b']} | command[0]=b",
        "{'command': ['$(A)$(B)'], 'env': [{'name':'A','value':'/sbin'},{'name':'B','value':'/init'}]} | command[0]=/sbin/init",
        "{'env': [{'name':'A','value':'/sbin'},{'name':'B','value':'$(A)/init'}], 'command': ['$(B)']} | command[0]=/sbin/init",
        "{'env': [{'name':'B','value':'$(A)/init'},{'name':'A','value':'/sbin'}], 'command': ['$(B)']} | command[0]=$(A)/init",
        "{'command': ['$(NOBODY)/init']} | command[0]=$(NOBODY)/init",
        "{'command': ['$$(A)'], 'env': [{'name':'A','value':'x'}]} | command[0]=$(A)",
        "{'command': ['$(A'], 'env': [{'name':'A','value':'x'}]} | command[0]=$(A",
        "{'command': ['$A$'], 'env': [{'name':'A','value':'x'}]} | command[0]=$A$",
        "{'command': ['$(A)'], 'env': [{'name':'A','value':'1'},{'name':'A','value':'2'}]} | command[0]=2",
        "{'command': ['$(A)'], 'env': [{'name':'A','valueFrom':{'secretKeyRef':{}}}]} | command[0]=",
        "{'command': null, 'args': null, 'env': null} | none",
        "{'image': 'x'} | none"
      })
  void readsTheFirstWord(String container, String expected) {
    String json = container.replace('\'', '"');
    try (var cursor = new JsonCursor(json.getBytes(StandardCharsets.UTF_8))) {
      var reader = new EntrypointReader(cursor);
      cursor.enterObject();
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        switch (key) {
          case "command", "args", "env" -> reader.field(key);
          default -> cursor.skip();
        }
      }
      assertEquals(expected, reader.read().map(e -> e.field() + "=" + e.text()).orElse("none"));
    }
  }
}
