// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Entrypoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
        "{'command': ['$(A)'], 'env': [{'name':'A','valueFrom':{'secretKeyRef':{}}}]} | command[0]=$(A) of A",
        "{'command': ['$(A)'], 'env': [{'name':'A','value':'','valueFrom':{}}]} | command[0]=$(A) of A",
        "{'command': ['$(A)'], 'env': [{'name':'A','value':'x','valueFrom':null}]} | command[0]=x",
        "{'command': ['$(A)'], 'env': [{'name':'A','value':'x'},{'name':'A','valueFrom':{}}]} | command[0]=x of A",
        "{'command': ['$(A)'], 'env': [{'name':'A','valueFrom':{}},{'name':'A','value':'x'}]} | command[0]=x",
        "{'command': ['$(B)/x'], 'env': [{'name':'A','valueFrom':{}},{'name':'B','value':'/$(A)'}]} | command[0]=/$(A)/x of B",
        "{'command': ['/$(A)'], 'env': [{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}}]} | command[0]=/<metadata.name>",
        "{'command': ['$(B)'], 'env': [{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'metadata.annotations[`x`]'}}},{'name':'B','value':'$(A)t'}]} | command[0]=<metadata.annotations[`x`]>t",
        "{'command': ['$(A)'], 'env': [{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'status.podIP'}}}]} | command[0]=$(A) of A",
        "{'command': ['$(A)'], 'env': [{'name':'A','valueFrom':{'fieldRef':null}}]} | command[0]=$(A) of A",
        "{'envFrom': [{}], 'command': ['$(A)$(B)'], 'env': [{'name':'B','value':'x'}]} | command[0]=$(A)x of A",
        "{'envFrom': [], 'command': ['$(A)']} | command[0]=$(A)",
        "{'command': ['$$(A)'], 'envFrom': [{}]} | command[0]=$(A)",
        "{'args': ['--a=$(A)'], 'envFrom': [{}]} | args[0]=--a=$(A)",
        "{'args': ['$(A)'], 'env': [{'name':'A','value':'--a=$(B)'},{'name':'B','valueFrom':{}}]} | args[0]=--a=$(B)",
        "{'args': ['-x/sbin/init']} | args[0]=-x/sbin/init",
        "{'args': ['$(A)'], 'env': [{'name':'A','value':'--x=/sbin/init'}]} | args[0]=--x=/sbin/init",
        "{'command': ['/sbin/ini$(KUBERNETES_PORT_443_TCP_PROTO)']} | command[0]=/sbin/initcp of KUBERNETES_PORT_443_TCP_PROTO",
        "{'command': ['$(A)'], 'env': [{'name':'A','value':'/sbin/ini$(WEB_PORT)'}]} | command[0]=/sbin/initcp:// of A",
        "{'command': ['a$(WEB_PORT_53_UDP)']} | command[0]=audp:// of WEB_PORT_53_UDP",
        "{'command': ['a$(WEB_PORT_53_UDP_ADDR)$(WEB_SERVICE_HOST)$(WEB_SERVICE_PORT_DNS)']} | command[0]=a of WEB_PORT_53_UDP_ADDR,WEB_SERVICE_HOST,WEB_SERVICE_PORT_DNS",
        "{'command': ['a$(WEB_PORT)'], 'env': [{'name':'WEB_PORT','value':'80'}]} | command[0]=a80",
        "{'command': ['a$(PORT)$(WEB_PORTS)']} | command[0]=a$(PORT)$(WEB_PORTS)",
        "{'command': ['/sbin/ini$(WEB_SERVICE_PORT)']} | command[0]=/sbin/initcp:// of WEB_SERVICE_PORT",
        "{'command': ['sh\\u0000/sbin/init']} | command[0]=sh\1/sbin/init",
        "{'args': ['$(A)'], 'env': [{'name':'A','value':'\\u0000x'}]} | args[0]=\1x",
        "{'command': ['$(Z)'], 'env': [{'name':'Z','valueFrom':{'fieldRef':{'fieldPath':'metadata.labels[`topology.kubernetes.io/zone`]'}}}]} | command[0]=<metadata.labels[`topology.kubernetes.io/zone`]> of Z",
        "{'command': ['$(Z)'], 'env': [{'name':'Z','valueFrom':{'fieldRef':{'fieldPath':'metadata.labels[`topology.k8s.io/region`]'}}}]} | command[0]=<metadata.labels[`topology.k8s.io/region`]> of Z",
        "{'command': ['-x/sbin/init']} | command[0]=-x/sbin/init",
        "{'command': null, 'args': null, 'env': null} | none",
        "{'image': 'x'} | none"
      })
  void readsTheFirstWord(String container, String expected) {
    String json = container.replace('\'', '"').replace('`', '\'');
    try (var cursor = new JsonCursor(json.getBytes(StandardCharsets.UTF_8))) {
      var reader = new EntrypointReader(cursor, new ExpansionBudget());
      cursor.enterObject();
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        switch (key) {
          case "command", "args", "env", "envFrom" -> reader.field(key);
          default -> cursor.skip();
        }
      }
      assertEquals(expected, reader.read().map(EntrypointReaderTest::told).orElse("none"));
    }
  }

  /// The pattern for the names of Services is tried at each place of a name.
  @Test
  void aNameLongerThanAServiceCanHaveIsReadAsText() {
    String service = "A".repeat(63) + "_SERVICE_PORT_" + "B".repeat(15) + "_PORT";
    assertEquals(Optional.of("tcp://"), ServiceVariable.beginning(service));
    assertEquals(Optional.empty(), ServiceVariable.beginning("A".repeat(64) + service));
  }

  @Test
  void ofALongWordTheBeginningIsKeptAndWhatItStarts() {
    var entrypoint = new Entrypoint("command[0]", "x".repeat(100_000) + "/sbin/init", List.of());
    assertEquals(4_096, entrypoint.text().length());
    assertTrue(entrypoint.startsSystemd());
  }

  private static String told(Entrypoint e) {
    String unknown = e.unknown().isEmpty() ? "" : " of " + String.join(",", e.unknown());
    String text = e.text().replaceAll("\0([^\0]*)\0", "<$1>").replace('\'', '`');
    return e.field() + "=" + text + unknown;
  }
}
