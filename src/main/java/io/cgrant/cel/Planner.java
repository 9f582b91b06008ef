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
import java.util.Map;
import java.util.Optional;

/// Makes of a checked expression what can be evaluated: each name and each function is looked up
/// once, here.
///
/// This is what `CelRuntimeFactory.plannerRuntimeBuilder` of dev.cel puts together, but with a
/// converter of our own ([AsGiven]), for which it has no option, and without messages of Protocol
/// Buffers, which the compiler knows none of.
final class Planner {

  private final ProgramPlanner planner;

  /// @param own functions by name, beside those of the libraries
  Planner(
      CelOptions options,
      CelStandardFunctions standard,
      List<CelRuntimeLibrary> libraries,
      Map<String, List<CelFunctionBinding>> own) {
    var converter = new AsGiven();
    CelTypeProvider types = DefaultTypeProvider.getInstance();
    var equality = RuntimeEquality.create(RuntimeHelpers.create(), options);
    var type = TypeFunction.create(DescriptorTypeResolver.create(types, converter));
    var functions = new Functions();
    functions.add(standard.newFunctionBindings(equality, options));
    functions.add(type.newFunctionBindings(options, equality));
    for (CelRuntimeLibrary library : libraries) {
      if (library instanceof CelInternalRuntimeLibrary known) {
        known.setRuntimeOptions(functions.asBuilder(), equality, options);
      } else {
        library.setRuntimeOptions(functions.asBuilder());
      }
    }
    own.forEach(functions::add);
    planner =
        ProgramPlanner.newPlanner(
            types,
            (message, fields) -> Optional.empty(),
            functions.dispatcher(),
            converter,
            CelContainer.newBuilder().build(),
            options,
            ImmutableSet.of());
  }

  PlannedProgram plan(CelAbstractSyntaxTree tree) throws CelEvaluationException {
    return (PlannedProgram) planner.plan(tree);
  }

  /// By name, since two libraries may have one each.
  private static final class Functions {

    private final Map<String, List<CelFunctionBinding>> byName = new LinkedHashMap<>();

    void add(String name, List<CelFunctionBinding> bindings) {
      byName.computeIfAbsent(name, n -> new ArrayList<>()).addAll(bindings);
    }

    void add(Iterable<?> bindings) {
      for (Object binding : bindings) {
        var known = (InternalCelFunctionBinding) binding;
        add(known.getFunctionName(), List.of(known));
      }
    }

    /// A library tells its functions to nobody else.
    CelRuntimeBuilder asBuilder() {
      return (CelRuntimeBuilder)
          Proxy.newProxyInstance(
              Planner.class.getClassLoader(),
              new Class<?>[] {CelRuntimeBuilder.class},
              (self, method, arguments) -> {
                if (method.getName().equals("addFunctionBindings")
                    && arguments[0] instanceof Iterable<?> bindings) {
                  add(bindings);
                  return self;
                }
                throw new UnsupportedOperationException(method.toString());
              });
    }

    DefaultDispatcher dispatcher() {
      DefaultDispatcher.Builder dispatcher = DefaultDispatcher.newBuilder();
      byName.forEach(
          (name, all) ->
              CelFunctionBinding.fromOverloads(name, overloads(name, all))
                  .forEach(
                      binding ->
                          dispatcher.addOverload(
                              name,
                              binding.getOverloadId(),
                              binding.getArgTypes(),
                              binding.isStrict(),
                              binding.getDefinition())));
      return dispatcher.build();
    }

    /// Without those that only choose among the others, as their library did: one that chooses
    /// among all takes their place.
    private static List<CelFunctionBinding> overloads(String name, List<CelFunctionBinding> all) {
      List<CelFunctionBinding> overloads =
          all.stream().filter(binding -> !binding.getOverloadId().equals(name)).toList();
      return overloads.isEmpty() ? all : overloads;
    }
  }
}
