using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
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

    /// <summary>
    /// The variables around a local function that it, or what it calls, reads. One that it assigns would have to be handed back: that
    /// is refused.
    /// </summary>
    private ImmutableArray<Variable> Captured(IOperation operation, IMethodSymbol definition, Frame? outer, ImmutableArray<(int Parameter, Lowered.Callable Value)> delegates)
    {
        var found = new List<Variable>();
        var bodies = new List<(IOperation Body, Frame Outer)>();
        var reached = Reachable(definition);
        reached.Add(definition);
        if (outer is not null)
        {
            bodies.AddRange(reached.Where(r => r.MethodKind == MethodKind.LocalFunction).Select(r => (BodyOf(r), outer)).Where(b => b.Item1 is not null)!);
        }

        foreach (var (_, value) in delegates)
        {
            if (value.Receiver is not null && !IsMarkedThis(value.Receiver))
            {
                RefuseRecursion(operation, definition);
            }

            if (value.Method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction)
            {
                reached.Add(value.Method.OriginalDefinition);
                bodies.Add((value.Body ?? BodyOf(value.Method.OriginalDefinition)!, value.Creator.Of(value.Method.OriginalDefinition)));
            }
        }

        foreach (var (body, around) in bodies)
        {
            foreach (var reference in body.DescendantsAndSelf())
            {
                ISymbol? symbol = reference switch
                {
                    ILocalReferenceOperation { Local.IsConst: false } local => local.Local,
                    IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } parameter => parameter.Parameter,
                    _ => null,
                };
                if (symbol is null || IsWithin(symbol.ContainingSymbol, body) || reached.Contains(((IMethodSymbol)symbol.ContainingSymbol).OriginalDefinition))
                {
                    if (symbol is not null && symbol.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary })
                    {
                        // The method around it is itself one of those that call each other: which activation's variable it is, is not known.
                        RefuseRecursion(operation, definition);
                    }

                    continue;
                }

                var variable = VariableOf(symbol, around);
                if (aliases.ContainsKey(variable) || IsTarget(reference))
                {
                    RefuseRecursion(reference, definition);
                }

                if (!found.Contains(variable) && variables.TryGetValue(variable, out var value) && value is not Lowered.Unassigned)
                {
                    found.Add(variable);
                }
            }
        }

        return found.ToImmutableArray();
    }

    /// <summary>Whether a variable belongs to a lambda or local function that is written within a body.</summary>
    private static bool IsWithin(ISymbol? owner, IOperation body) =>
        owner is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction }
        && owner.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == body.Syntax.SyntaxTree && (r.Span.Contains(body.Syntax.Span) || body.Syntax.Span.Contains(r.Span)));

    /// <summary>Whether a reference to a variable assigns it.</summary>
    private static bool IsTarget(IOperation reference)
    {
        var (operation, parent) = (reference, reference.Parent);
        while (parent is ITupleOperation or IParenthesizedOperation)
        {
            (operation, parent) = (parent, parent.Parent);
        }

        return parent switch
        {
            IAssignmentOperation assignment => ReferenceEquals(assignment.Target, operation),
            IIncrementOrDecrementOperation => true,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
            _ => false,
        };
    }

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
        var lowerer = new MethodLowerer(method, compilation, bodiesRead, cancellation, callees) { steps = steps };
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
            var roots = ArrayRoots.Find(ReferenceEquals(lowerer, this) ? function : lowerer.lowered!);
            foreach (var call in calls)
            {
                var callee = function.Callees[call.Callee];
                bool isVaried = call.Operands.Any(lowerer.varied.Contains);
                foreach (int root in call.Operands.Where((_, i) => callee.Writes(i)).SelectMany(o => roots[o]))
                {
                    var definition = lowerer.builder.DefinitionOf(root);
                    if (definition.Op == Op.Opaque && !ArrayRoots.IsNothing(definition))
                    {
                        frame = call.Frame;
                        Refuse(Descriptors.SideEffect, FirstLineOf(call.Place.Syntax), Shorten(call.Place.Syntax.ToString()));
                        return;
                    }

                    if (ReferenceEquals(lowerer, this) && definition.Op == Op.Parameter && isVaried && !varied.Contains(root))
                    {
                        foundVaried.Add((int)definition.Bits);
                    }
                }
            }
        }
    }
}
