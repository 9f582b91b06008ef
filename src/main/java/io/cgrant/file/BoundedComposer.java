// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.resolver.Resolver;

/// Makes nodes of YAML, and stops where there are more than a file may hold: a node takes a hundred
/// times the two bytes that it can be written in.
final class BoundedComposer extends Composer {

  private final String file;
  private final Bounds bounds;
  private int nodes;

  BoundedComposer(
      String file, Bounds bounds, Parser parser, Resolver resolver, LoaderOptions options) {
    super(parser, resolver, options);
    this.file = file;
    this.bounds = bounds;
  }

  @Override
  protected Node composeScalarNode(String anchor, List<CommentLine> comments) {
    enter();
    return super.composeScalarNode(anchor, comments);
  }

  @Override
  protected Node composeSequenceNode(String anchor) {
    enter();
    return super.composeSequenceNode(anchor);
  }

  @Override
  protected Node composeMappingNode(String anchor) {
    enter();
    return super.composeMappingNode(anchor);
  }

  /// Each value may have a name, which is a node too.
  private void enter() {
    nodes++;
    if (nodes / 2 > bounds.values()) {
      throw bounds.tooMany(file, parser.peekEvent().getStartMark().getLine() + 1);
    }
  }
}
