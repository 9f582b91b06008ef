// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.report;

import io.cgrant.admission.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Test suites as CI servers read them.
public final class JunitXml {

  private JunitXml() {}

  /// @param group by which readers put cases together, as a file
  public record Case(String group, String name, Outcome outcome) {}

  /// What became of a case.
  public sealed interface Outcome {}

  /// @param remarks lines; empty for none
  public record Passed(String remarks) implements Outcome {}

  /// @param type in a word
  /// @param text lines, the first of which is shown first
  public record Failed(String type, String text) implements Outcome {}

  /// Nobody could tell.
  public record Broken(String type, String text) implements Outcome {}

  /// One suite.
  public static void print(String suite, List<Case> cases, PrintWriter out) {
    var text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      suite(suite, cases, xml);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing XML to memory cannot fail", e);
    }
    out.println("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    out.println(text);
  }

  private static void suite(String name, List<Case> cases, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement("testsuites");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", name);
    xml.writeAttribute("tests", Integer.toString(cases.size()));
    xml.writeAttribute("failures", count(cases, Failed.class));
    xml.writeAttribute("errors", count(cases, Broken.class));
    for (Case one : cases) {
      testcase(one, xml);
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static String count(List<Case> cases, Class<? extends Outcome> outcome) {
    return Long.toString(cases.stream().filter(c -> outcome.isInstance(c.outcome())).count());
  }

  private static void testcase(Case one, XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", Printable.of(one.group()));
    xml.writeAttribute("name", Printable.of(one.name()));
    switch (one.outcome()) {
      case Failed(var type, var text) -> outcome("failure", type, text, xml);
      case Broken(var type, var text) -> outcome("error", type, text, xml);
      case Passed(var remarks) -> remarks(remarks, xml);
    }
    xml.writeEndElement();
  }

  private static void outcome(String element, String type, String text, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("type", type);
    xml.writeAttribute("message", Printable.of(text.lines().findFirst().orElse(type)));
    xml.writeCharacters(printable(text));
    xml.writeEndElement();
  }

  private static void remarks(String remarks, XMLStreamWriter xml) throws XMLStreamException {
    if (!remarks.isEmpty()) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(printable(remarks));
      xml.writeEndElement();
    }
  }

  private static String printable(String text) {
    return text.lines().map(Printable::of).collect(Collectors.joining("\n"));
  }
}
