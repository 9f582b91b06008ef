// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.report;

import io.cgrant.admission.Printable;
import io.cgrant.file.FileProblem;
import io.cgrant.policy.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// For CI servers: one test case for each object. A refusal is a failure; what could not be decided
/// or read is an error.
record JunitReport() implements Report {

  @Override
  public void print(Results results, PrintWriter out) {
    var text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      suite(results, xml);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing XML to memory cannot fail", e);
    }
    out.println("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    out.println(text);
  }

  private static void suite(Results results, XMLStreamWriter xml) throws XMLStreamException {
    long failures = count(results, Verdict.Refused.class);
    long errors = count(results, Verdict.Undecided.class) + results.problems().size();
    int tests = results.judgements().size() + results.problems().size();
    xml.writeStartElement("testsuites");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "cgrant check");
    xml.writeAttribute("tests", Integer.toString(tests));
    xml.writeAttribute("failures", Long.toString(failures));
    xml.writeAttribute("errors", Long.toString(errors));
    for (Judgement judgement : results.judgements()) {
      testcase(judgement, xml);
    }
    for (FileProblem problem : results.problems()) {
      start(problem.file(), "readable", xml);
      outcome("error", "Unreadable", problem.sentence(), xml);
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static long count(Results results, Class<? extends Verdict> verdict) {
    return results.judgements().stream().filter(j -> verdict.isInstance(j.verdict())).count();
  }

  private static void testcase(Judgement judgement, XMLStreamWriter xml) throws XMLStreamException {
    start(judgement.document().file(), judgement.object(), xml);
    switch (judgement.verdict()) {
      case Verdict.Refused refused -> outcome("failure", "Refused", lines(judgement), xml);
      case Verdict.Undecided undecided -> outcome("error", "Undecided", lines(judgement), xml);
      case Verdict.Granted granted -> remarks(judgement, xml);
      case Verdict.NotAsked notAsked -> remarks(judgement, xml);
    }
    xml.writeEndElement();
  }

  private static void start(String file, String name, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", Printable.of(file));
    xml.writeAttribute("name", name);
  }

  private static void outcome(String element, String type, String text, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("type", type);
    xml.writeAttribute("message", Printable.of(text.lines().findFirst().orElse(type)));
    xml.writeCharacters(text.lines().map(Printable::of).collect(Collectors.joining("\n")));
    xml.writeEndElement();
  }

  private static void remarks(Judgement judgement, XMLStreamWriter xml) throws XMLStreamException {
    if (!judgement.findings().isEmpty()) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(lines(judgement));
      xml.writeEndElement();
    }
  }

  private static String lines(Judgement judgement) {
    return judgement.findings().stream()
        .map(
            f ->
                Printable.of(judgement.document().file())
                    + ":"
                    + f.line()
                    + ": "
                    + f.path()
                    + ": "
                    + f.reason()
                    + f.policy().map(p -> " (policy " + p + ")").orElse("")
                    + ": "
                    + f.detail())
        .collect(Collectors.joining("\n"));
  }
}
