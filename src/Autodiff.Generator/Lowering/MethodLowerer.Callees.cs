using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <content>The functions that recursive methods become: what they receive, their bodies, and whether each call of them is allowed.</content>
internal sealed partial class MethodLowerer
{
    private void LowerCallee(
        RecursiveCallee callee,
        IOperation operation,
        IMethodSymbol target,
        Lowered? instance,
        Frame? outer,
        Frame source,
        List<(ISymbol Parameter, Lowered Value)> arguments)
    {
        var definition = target.OriginalDefinition;
        if (callees.Count >= RecursiveCallees.Maximum || BodyOf(definition) is not { } body)
        {
            RefuseRecursion(operation, target);
            return;
        }

        callees.Add(callee);
        var lowerer = new MethodLowerer(method, compilation, bodiesRead, bind, cancellation, callees) { steps = steps, variedInLoops = variedInLoops, foundVariedInLoops = foundVariedInLoops };
        bool isMarked = frame.Caller is null && SymbolEqualityComparer.Default.Equals(definition, method.OriginalDefinition);
        lowerer.frame = new Frame(isMarked ? null : frame, definition, isMarked ? null : operation, outer);
        lowerer.Bind(lowerer.frame, target, source);
        try
        {
            callee.Function = lowerer.LowerCallee(callee, body, definition, instance is null ? null : (instance, Type: TypeOfReceiver(instance)), variables, builder);
        }
        finally
        {
            steps = lowerer.steps;
            diagnostics.AddRange(lowerer.diagnostics);
            declarations.UnionWith(lowerer.declarations);
            isRefused |= lowerer.isRefused;
        }

        IrType TypeOfReceiver(Lowered value) => value is Lowered.Scalar scalar ? builder.TypeOf(scalar.Value) : IrType.Void;
    }

    /// <summary>Lowers a recursive method to a function of its own, in a lowerer of its own.</summary>
    private Function LowerCallee(
        RecursiveCallee callee,
        IOperation body,
        IMethodSymbol definition,
        (Lowered Value, IrType Type)? instance,
        ImmutableDictionary<Variable, Lowered> around,
        FunctionBuilder caller)
    {
        if (instance is { } known)
        {
            bool isOnThis = caller.DefinitionOf(((Lowered.Scalar)known.Value).Value) is { Op: Op.Opaque, Text: "this" };
            frame.Receiver = new Lowered.Scalar(isOnThis ? Opaque("this", known.Type) : builder.Parameter("instance", known.Type, isDifferentiated: false));
        }

        foreach (var parameter in definition.Parameters)
        {
            var passed = callee.Key.Delegates.FirstOrDefault(d => d.Parameter == parameter.Ordinal).Value;
            if (passed is not null)
            {
                Store(VariableOf(parameter), passed.Receiver is null ? passed : passed with { Receiver = frame.Receiver ?? new Lowered.Scalar(Opaque("this", TypeOf(method.ContainingType))) });
            }
            else if (parameter.RefKind == RefKind.Out)
            {
                Store(VariableOf(parameter), new Lowered.Unassigned(parameter.Type));
            }
            else
            {
                Store(VariableOf(parameter), Receive(Escaped(parameter.Name), Substituted(parameter.Type)));
            }
        }

        foreach (var variable in callee.Captured)
        {
            var type = variable.Symbol is ILocalSymbol local ? local.Type : ((IParameterSymbol)variable.Symbol).Type;
            Store(variable, around[variable] is Lowered.Callable callable ? callable : Receive(Escaped(variable.Symbol.Name), Substituted(type, variable.Activation)));
        }

        var flow = LowerMethodBody(body, definition);
        if (flow.Kind == FlowKind.Throws)
        {
            throw Refused(Descriptors.AlwaysThrows, body, definition.Name);
        }

        var results = new List<int>();
        if (!definition.ReturnsVoid)
        {
            results.AddRange(Parts(body, definition, flow.Value!));
        }

        foreach (var parameter in definition.Parameters.Where(p => p.RefKind is RefKind.Ref or RefKind.Out))
        {
            results.AddRange(Parts(body, definition, variables[VariableOf(parameter)]));
        }

        string name = definition.Name;
        var function = builder.Build(results.ToArray()) with { Name = name.Length == 0 ? "Function" : name };
        lowered = function;
        CheckWrites(function);
        return isRefused ? throw new RefusedException() : function;
    }

    /// <summary>Parameters for a value of a type.</summary>
    private Lowered Receive(string name, ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            return new Lowered.Tuple(tuple.TupleElements.Select(e => Receive(name + char.ToUpperInvariant(e.Name[0]) + e.Name.Substring(1), e.Type)).ToImmutableArray());
        }

        var known = TypeOf(type);
        int value = builder.Parameter(name, known, known.IsFloating || known.IsFloatingArray);
        if (known.Innermost.IsFloating)
        {
            varied.Add(value);
        }

        return new Lowered.Scalar(value);
    }

    /// <summary>Refuses calls that write to arrays which belong to the outside, and finds the constants that are none.</summary>
    private void CheckCalls(Function function)
    {
        foreach (var calls in callees.Calls.GroupBy(c => c.Lowerer))
        {
            var lowerer = calls.Key;
            var caller = ReferenceEquals(lowerer, this) ? function : lowerer.lowered! with { };
            var memory = PointsTo.Of(caller);
            var definitions = Definitions.Of(caller);
            foreach (var call in calls)
            {
                var callee = function.Callees[call.Callee];
                bool isVaried = call.Operands.Any(lowerer.varied.Contains);
                foreach (int source in call.Operands.Where((_, i) => callee.Writes(i)).SelectMany(memory.SourcesOf).Distinct())
                {
                    var definition = definitions[source];
                    if (definition.Op == Op.Opaque && !definition.IsDefault)
                    {
                        frame = call.Frame;
                        Refuse(Descriptors.SideEffect, FirstLineOf(call.Place.Syntax), Shorten(call.Place.Syntax.ToString()));
                        return;
                    }

                    if (ReferenceEquals(lowerer, this) && definition.Op == Op.Parameter && isVaried && !varied.Contains(source))
                    {
                        foundVaried.Add((int)definition.Bits);
                    }
                }
            }
        }
    }
}
