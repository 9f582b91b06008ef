// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelContainer;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.DefaultTypeProvider;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelInternalRuntimeLibrary;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.DefaultDispatcher;
import dev.cel.runtime.DescriptorTypeResolver;
import dev.cel.runtime.InternalCelFunctionBinding;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import dev.cel.runtime.planner.PlannedProgram;
import dev.cel.runtime.planner.ProgramPlanner;
import dev.cel.runtime.standard.TypeFunction;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Makes of a checked expression what can be evaluated.
///
/// This is what dev.cel's `CelRuntimeFactory.plannerRuntimeBuilder` puts together, with a converter
/// of our own ([AsGiven]), for which it has no option, and without messages of Protocol Buffers.
final class Planner {

  private final ProgramPlanner planner;

  Planner(CelOptions options, List<CelRuntimeLibrary> libraries, List<CelFunctionBinding> own) {
    var converter = new AsGiven();
    CelTypeProvider types = DefaultTypeProvider.getInstance();
    var equality = RuntimeEquality.create(RuntimeHelpers.create(), options);
    var bindings = new ArrayList<CelFunctionBinding>();
    bindings.addAll(
        CelStandardFunctions.newBuilder()
            .excludeFunctions(StandardFunction.MATCHES)
            .build()
            .newFunctionBindings(equality, options));
    libraries.forEach(library -> bindings.addAll(bindingsOf(library, equality, options)));
    bindings.addAll(own);
    bindings.addAll(
        TypeFunction.create(DescriptorTypeResolver.create(types, converter))
            .newFunctionBindings(options, equality));
    planner =
        ProgramPlanner.newPlanner(
            types,
            (type, fields) -> Optional.empty(),
            dispatcher(bindings),
            converter,
            CelContainer.newBuilder().build(),
            options,
            ImmutableSet.of());
  }

  PlannedProgram plan(CelAbstractSyntaxTree tree) throws CelEvaluationException {
    return (PlannedProgram) planner.plan(tree);
  }

  /// Of all functions of a name, one that chooses among them: libraries have some of the same.
  private static DefaultDispatcher dispatcher(List<CelFunctionBinding> bindings) {
    var byName = new LinkedHashMap<String, List<CelFunctionBinding>>();
    for (CelFunctionBinding binding : bindings) {
      String name = ((InternalCelFunctionBinding) binding).getFunctionName();
      byName.computeIfAbsent(name, n -> new ArrayList<>()).add(binding);
    }
    DefaultDispatcher.Builder dispatcher = DefaultDispatcher.newBuilder();
    byName.forEach(
        (name, all) -> {
          var chosenFrom = new ArrayList<>(all);
          chosenFrom.removeIf(binding -> binding.getOverloadId().equals(name));
          for (CelFunctionBinding binding :
              CelFunctionBinding.fromOverloads(name, chosenFrom.isEmpty() ? all : chosenFrom)) {
            dispatcher.addOverload(
                name,
                binding.getOverloadId(),
                binding.getArgTypes(),
                binding.isStrict(),
                binding.getDefinition());
          }
        });
    return dispatcher.build();
  }

  /// A library tells its functions to a builder of a runtime only.
  private static List<CelFunctionBinding> bindingsOf(
      CelRuntimeLibrary library, RuntimeEquality equality, CelOptions options) {
    var bindings = new ArrayList<CelFunctionBinding>();
    var builder =
        (CelRuntimeBuilder)
            Proxy.newProxyInstance(
                Planner.class.getClassLoader(),
                new Class<?>[] {CelRuntimeBuilder.class},
                (self, method, arguments) -> {
                  if (!method.getName().equals("addFunctionBindings")) {
                    throw new UnsupportedOperationException(method.getName());
                  }
                  Iterable<?> more =
                      arguments[0] instanceof Object[] each
                          ? List.of(each)
                          : (Iterable<?>) arguments[0];
                  more.forEach(binding -> bindings.add((CelFunctionBinding) binding));
                  return self;
                });
    if (library instanceof CelInternalRuntimeLibrary known) {
      known.setRuntimeOptions(builder, equality, options);
    } else {
      library.setRuntimeOptions(builder);
    }
    return bindings;
  }
}
