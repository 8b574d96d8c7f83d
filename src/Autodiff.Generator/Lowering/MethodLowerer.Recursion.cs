using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>
/// Methods that can reach themselves are not lowered in the place of their call, which would never end, but to functions of
/// their own. What a local function or a lambda reads of the variables around it is passed to it.
/// </content>
internal sealed partial class MethodLowerer
{
    private readonly RecursiveCallees callees;

    /// <summary>The function that a recursive method has been lowered to here.</summary>
    private Function? lowered;

    /// <summary>Whether a method may come to call itself.</summary>
    private bool IsRecursive(IMethodSymbol definition)
    {
        if (!callees.AreRecursive.TryGetValue(definition, out bool isRecursive))
        {
            isRecursive = HasSource(definition) && Reachable(definition).Contains(definition);
            callees.AreRecursive.Add(definition, isRecursive);
        }

        return isRecursive;
    }

    /// <summary>The methods with source that a method, or one that it calls, calls.</summary>
    private HashSet<IMethodSymbol> Reachable(IMethodSymbol definition)
    {
        var reached = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var pending = new Stack<IMethodSymbol>();
        pending.Push(definition);
        while (pending.Count > 0)
        {
            if (BodyOf(pending.Pop()) is not { } body)
            {
                continue;
            }

            foreach (var called in Called(body))
            {
                if (HasSource(called) && reached.Add(called))
                {
                    pending.Push(called);
                }
            }
        }

        return reached;
    }

    private static IEnumerable<IMethodSymbol> Called(IOperation body)
    {
        foreach (var operation in body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IInvocationOperation { TargetMethod: { MethodKind: not MethodKind.DelegateInvoke } called }:
                    yield return called.OriginalDefinition;
                    break;
                case IMethodReferenceOperation { Method: var referred }:
                    yield return referred.OriginalDefinition;
                    break;
            }
        }
    }

    /// <summary>The marked method itself, where it is recursive: it is a call of what it computes.</summary>
    private Flow InvokeMarked(IOperation body)
    {
        var arguments = method.Parameters.Select(p => ((ISymbol)p, variables[VariableOf(p)])).ToList();
        return Flow.Returns(Invoke(body, method, frame.Receiver, arguments, null, null));
    }

    private Lowered Invoke(
        IOperation operation,
        IMethodSymbol target,
        Lowered? receiver,
        List<(ISymbol Parameter, Lowered Value)> arguments,
        List<IArgumentOperation>? passed,
        Lowered.Callable? through)
    {
        var definition = target.OriginalDefinition;
        bool isLocal = definition.MethodKind == MethodKind.LocalFunction;
        var outer = isLocal ? (through?.Creator ?? frame).Of(definition) : null;
        var instance = isLocal ? outer!.Receiver : definition.IsStatic ? receiver : AsDeclared(receiver, StaticType(operation), target.ContainingType);
        bool isOnThis = instance is not null && IsMarkedThis(instance);
        if (definition.IsAsync || definition.ReturnsByRef || definition.ReturnsByRefReadonly)
        {
            return Refuse(Descriptors.Suspension, operation, definition.Name);
        }

        if ((isOnThis && method.ContainingType.IsValueType) || (isLocal && instance is not null && !isOnThis))
        {
            return RefuseRecursion(operation, target);
        }

        var source = through?.Creator ?? frame;
        var types = TypeArgumentsOf(target, source);
        var delegates = arguments.Select((a, i) => (i, a.Value as Lowered.Callable)).Where(a => a.Item2 is not null).Select(a => (a.i, a.Item2!)).ToImmutableArray();
        var key = new RecursiveCalleeKey(definition, types, isOnThis, outer, delegates);
        var callee = callees.Find(key);
        if (callee is null)
        {
            callee = new RecursiveCallee(key, ResultsOf(operation, target, source), Captured(operation, definition, outer, delegates));
            LowerCallee(callee, operation, target, instance, outer, source, arguments);
        }

        var operands = new List<int>();
        if (instance is not null && !isOnThis)
        {
            operands.Add(Scalar(instance));
        }

        for (int i = 0; i < arguments.Count; i++)
        {
            if (((IParameterSymbol)arguments[i].Parameter).RefKind != RefKind.Out)
            {
                operands.AddRange(Parts(operation, target, Read(arguments[i].Value)));
            }
        }

        foreach (var variable in callee.Captured)
        {
            operands.AddRange(Parts(operation, target, variables[variable]));
        }

        var results = builder.AddMany(
            new Instruction { Op = Op.Invoke, Results = default, Operands = operands.ToImmutableArray(), Bits = callee.Index, Effects = Effects.Acts },
            callee.Results);
        CountStep();
        varied.UnionWith(results.Where(r => builder.TypeOf(r).IsFloating));
        callees.Calls.Add(new RecursiveCall(this, callee.Index, operands.ToImmutableArray(), operation, frame));
        if (results.Length == 1)
        {
            builder.Name(results[0], char.ToLowerInvariant(definition.Name[0]) + definition.Name.Substring(1), isLocal: false);
        }

        int next = 0;
        var value = target.ReturnsVoid ? Lowered.Nothing.Instance : Rebuild(Substituted(target.ReturnType, WithTypesOf(target, source)), results, ref next);
        for (int i = 0; i < arguments.Count; i++)
        {
            var parameter = (IParameterSymbol)arguments[i].Parameter;
            if (parameter.RefKind is RefKind.Ref or RefKind.Out)
            {
                var assigned = Rebuild(Substituted(parameter.Type, WithTypesOf(target, source)), results, ref next);
                Assign(passed![i].Value, assigned, arguments[i].Value as Lowered.Element);
            }
        }

        return value;
    }

    private Lowered RefuseRecursion(IOperation operation, IMethodSymbol target) =>
        Refuse(Descriptors.Recursion, operation, target.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));

    private ImmutableArray<ITypeSymbol> TypeArgumentsOf(IMethodSymbol target, Frame source)
    {
        var types = target.TypeArguments.ToList();
        for (var type = target.ContainingType; type is not null; type = type.ContainingType)
        {
            types.AddRange(type.TypeArguments);
        }

        return types.Select(t => Substituted(t, source)).ToImmutableArray();
    }

    /// <summary>A frame in which the callee's type parameters are known.</summary>
    private Frame WithTypesOf(IMethodSymbol target, Frame source)
    {
        var known = new Frame(frame, target.OriginalDefinition, null, source);
        Bind(known, target, source);
        return known;
    }

    /// <summary>The types of what a method returns and of what it assigns to the caller's variables: numbers, and tuples of them.</summary>
    private ImmutableArray<IrType> ResultsOf(IOperation operation, IMethodSymbol target, Frame source)
    {
        var results = ImmutableArray.CreateBuilder<IrType>();
        var known = WithTypesOf(target, source);
        if (!target.ReturnsVoid)
        {
            Add(target.OriginalDefinition.ReturnType);
        }

        foreach (var parameter in target.OriginalDefinition.Parameters.Where(p => p.RefKind is RefKind.Ref or RefKind.Out))
        {
            Add(parameter.Type);
        }

        return results.ToImmutable();

        void Add(ITypeSymbol type)
        {
            if (type is INamedTypeSymbol { IsTupleType: true } tuple)
            {
                foreach (var element in tuple.TupleElements)
                {
                    Add(element.Type);
                }

                return;
            }

            var result = TypeOf(Substituted(type, known));
            if (!result.IsFloating && !result.IsInteger && result.Kind != IrTypeKind.Boolean)
            {
                RefuseRecursion(operation, target);
            }

            results.Add(result);
        }
    }

    /// <summary>The numbers that a value is made of.</summary>
    private IEnumerable<int> Parts(IOperation operation, IMethodSymbol target, Lowered value)
    {
        switch (value)
        {
            case Lowered.Scalar scalar:
                return [scalar.Value];
            case Lowered.Tuple tuple:
                return tuple.Elements.SelectMany(e => Parts(operation, target, e)).ToList();
            case Lowered.Callable:
                return [];
            default:
                RefuseRecursion(operation, target);
                return [];
        }
    }

    /// <summary>A value of a type, from the numbers that it is made of.</summary>
    private static Lowered Rebuild(ITypeSymbol type, ImmutableArray<int> parts, ref int next)
    {
        if (type is not INamedTypeSymbol { IsTupleType: true } tuple)
        {
            return new Lowered.Scalar(parts[next++]);
        }

        var elements = ImmutableArray.CreateBuilder<Lowered>();
        foreach (var element in tuple.TupleElements)
        {
            elements.Add(Rebuild(element.Type, parts, ref next));
        }

        return new Lowered.Tuple(elements.ToImmutable());
    }
}
