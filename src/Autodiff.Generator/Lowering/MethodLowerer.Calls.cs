using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Calls: functions of the rule table, methods with source, guards, and pure functions of constants.</content>
internal sealed partial class MethodLowerer
{
    public override Lowered VisitInvocation(IInvocationOperation operation, object? argument)
    {
        var target = operation.TargetMethod;
        if (target.MethodKind == MethodKind.DelegateInvoke)
        {
            return InvokeDelegate(operation);
        }

        if (ArrayCall(operation) is { } done)
        {
            return done;
        }

        bool isGuard = KnownMethods.IsGuard(target);
        bool isOmitted = IsOmitted(operation);
        if (isOmitted && !isGuard)
        {
            return Lowered.Nothing.Instance;
        }

        var before = variables;
        guardDepth += isGuard ? 1 : 0;
        var receiver = operation.Instance is { } instance ? Visit(instance, null) : null;
        var arguments = new List<(IParameterSymbol Parameter, Lowered Value, IArgumentOperation Argument)>();
        foreach (var passed in operation.Arguments)
        {
            if (passed.ArgumentKind == ArgumentKind.ParamArray && passed.Value is IArrayCreationOperation { Initializer.ElementValues.Length: > 0 } && target.DeclaringSyntaxReferences.Length == 0 && !isGuard)
            {
                Refuse(Descriptors.NoDerivative, operation, target.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
            }

            arguments.Add((passed.Parameter!, LowerArgument(passed), passed));
        }

        guardDepth -= isGuard ? 1 : 0;
        if (isOmitted)
        {
            // The emitted call is left out as this one is, and with it what its arguments assign.
            variables = before;
        }

        Reread(arguments);
        arguments.Sort((a, b) => a.Parameter.Ordinal.CompareTo(b.Parameter.Ordinal));
        if (isGuard)
        {
            return CallGuard(operation, arguments.Select(a => a.Value).ToList());
        }

        var resolved = ResolveConstrained(operation, target, receiver);
        if (KnownMethods.IsMath(resolved) && receiver is null)
        {
            return CallMath(operation, resolved, arguments.Select(a => a.Value).ToList());
        }

        bool flowsIn = arguments.Any(a => IsVaried(a.Value) || a.Parameter.RefKind is RefKind.Ref or RefKind.Out) || (receiver is not null && IsVaried(receiver));
        bool mustInline = flowsIn || resolved.MethodKind == MethodKind.LocalFunction || resolved.ReturnsVoid || HasTuple(arguments.Select(a => a.Value)) || resolved.ReturnType is INamedTypeSymbol { IsTupleType: true } || HandlesArrays(operation, resolved, arguments.Select(a => a.Value));
        if (mustInline && guardDepth == 0 && HasSource(resolved))
        {
            return Inline(operation, resolved, receiver, arguments.Select(a => ((ISymbol)a.Parameter, a.Value)).ToList(), arguments.Select(a => a.Argument).ToList());
        }

        return CallOpaque(operation, resolved, receiver, arguments.Select(a => a.Value).ToList(), flowsIn);
    }

    /// <summary>
    /// Whether the compiler leaves the call out with its arguments: a partial method without a body, or a conditional method
    /// none of whose symbols is defined here.
    /// </summary>
    private static bool IsOmitted(IInvocationOperation operation)
    {
        var target = operation.TargetMethod.OriginalDefinition;
        if (target is { IsPartialDefinition: true, PartialImplementationPart: null, ReturnsVoid: true, IsExtern: false })
        {
            return true;
        }

        var conditions = target.GetAttributes()
            .Where(a => a.AttributeClass is { Name: "ConditionalAttribute", ContainingNamespace: { Name: "Diagnostics", ContainingNamespace.Name: "System" } })
            .Select(a => a.ConstructorArguments.FirstOrDefault().Value as string)
            .ToList();
        return conditions.Count > 0 && !conditions.Any(c => c is not null && IsDefined(operation.Syntax.SyntaxTree, c));
    }

    private static bool IsDefined(SyntaxTree tree, string symbol)
    {
        bool isDefined = tree.Options.PreprocessorSymbolNames.Contains(symbol);
        for (var directive = (tree.GetRoot() as CompilationUnitSyntax)?.GetFirstDirective(); directive is not null; directive = directive.GetNextDirective())
        {
            isDefined = directive switch
            {
                DefineDirectiveTriviaSyntax { IsActive: true } define when define.Name.ValueText == symbol => true,
                UndefDirectiveTriviaSyntax { IsActive: true } undefine when undefine.Name.ValueText == symbol => false,
                _ => isDefined,
            };
        }

        return isDefined;
    }

    /// <summary>A variable passed by reference is read by the callee, after all arguments: a later argument may have assigned it.</summary>
    private void Reread(List<(IParameterSymbol Parameter, Lowered Value, IArgumentOperation Argument)> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].Parameter.RefKind != RefKind.Out && ReferredBy(arguments[i].Argument) is not null)
            {
                arguments[i] = arguments[i] with { Value = Visit(arguments[i].Argument.Value, null) };
            }
        }
    }

    private static bool HasTuple(IEnumerable<Lowered> values) => values.Any(v => v is Lowered.Tuple or Lowered.Callable or Lowered.Element);

    private Lowered LowerArgument(IArgumentOperation argument)
    {
        if (argument.Parameter!.RefKind == RefKind.Out)
        {
            RequireAssignable(argument.Value);
            return Referred(argument.Value) is Lowered.Element received ? received : Lowered.Nothing.Instance;
        }

        if (argument.Parameter.RefKind == RefKind.Ref)
        {
            RequireAssignable(argument.Value);
        }

        if (argument.Parameter.RefKind != RefKind.None && Referred(argument.Value) is Lowered.Element element)
        {
            return element;
        }

        return Visit(argument.Value, null);
    }

    /// <summary>A call of a function of <c>Math</c>, <c>MathF</c>, <c>double</c> or <c>float</c>.</summary>
    private Lowered CallMath(IInvocationOperation operation, IMethodSymbol target, List<Lowered> arguments)
    {
        int[] operands = arguments.Select(Scalar).ToArray();
        string name = target.ContainingType.SpecialType is SpecialType.System_Double or SpecialType.System_Single
            ? TypeKeyword(target.ContainingType) + "." + target.Name
            : QualifiedMember(target);
        var type = TypeOf(target.ReturnType);
        if (type.IsFloating && target.Name is "CreateChecked" or "CreateSaturating" or "CreateTruncating" && type.IsFloating && (builder.TypeOf(operands[0]).IsFloating || builder.TypeOf(operands[0]).IsInteger))
        {
            // From a number that C# has an operator for, all three are the conversion.
            return new Lowered.Scalar(ConvertTo(operation, operands[0], type));
        }

        if (KnownFunctions.TakenApart.Contains(target.Name) && operands.Length == 1)
        {
            var elements = ((INamedTypeSymbol)target.ReturnType).TupleElements;
            int tuple = Opaque(name + "({0:a})", new IrType(IrTypeKind.Other, $"({string.Join(", ", elements.Select(e => TypeText(e.Type) + " " + e.Name))})"), operands);
            builder.Name(tuple, char.ToLowerInvariant(target.Name[0]) + target.Name.Substring(1), isLocal: false);
            return new Lowered.Tuple(elements
                .Select(e => (Lowered)new Lowered.Scalar(Add(
                    new Instruction { Op = Op.Call, Results = default, Operands = ImmutableArray.Create(tuple, operands[0]), Rule = $"{target.Name}.{e.Name}", Text = "." + e.Name },
                    TypeOf(e.Type))))
                .ToImmutableArray());
        }

        if (type.IsFloating && KnownFunctions.Rule(target.Name, operands.Length) is { } rule)
        {
            return new Lowered.Scalar(Add(
                new Instruction
                {
                    Op = Op.Call,
                    Results = default,
                    Operands = operands.ToImmutableArray(),
                    Rule = rule,
                    Text = name,
                    Effects = KnownMethods.MayThrow(target, operation) ? Effects.Acts : Effects.None,
                },
                type));
        }

        if (type.IsFloating && operands.Any(varied.Contains))
        {
            return Refuse(Descriptors.NoDerivative, operation, target.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
        }

        int value = Opaque(name + TypeArguments(target) + Holes(operands.Length, 0), type, KnownMethods.IsHarmless(target) || KnownMethods.IsTotal(target) ? Effects.None : Effects.Acts, operands);
        if (type.IsInteger)
        {
            NoteCast(new Instruction { Op = Op.Convert, Results = default, Operands = operands.ToImmutableArray() });
        }

        return new Lowered.Scalar(value);
    }

    private string TypeArguments(IMethodSymbol target) =>
        target.TypeArguments.Length == 0 ? string.Empty : "<" + string.Join(", ", target.TypeArguments.Select(t => Nameable(Substituted(t)))) + ">";

    private static string Holes(int count, int first) => "(" + string.Join(", ", Enumerable.Range(first, count).Select(i => $"{{{i}:a}}")) + ")";

    /// <summary>A guard of the framework runs in the forward pass as it stands, with the name that the compiler passes to it.</summary>
    private Lowered CallGuard(IInvocationOperation operation, List<Lowered> arguments)
    {
        int[] operands = arguments.Select(Scalar).ToArray();
        builder.AddMany(
            new Instruction
            {
                Op = Op.Effect,
                Results = default,
                Operands = operands.ToImmutableArray(),
                Text = QualifiedMember(operation.TargetMethod) + TypeArguments(operation.TargetMethod) + Holes(operands.Length, 0),
                Effects = Effects.Acts,
            },
            []);
        return Lowered.Nothing.Instance;
    }

    /// <summary>A call that differentiation need not look into, since nothing differentiated flows in: it runs once.</summary>
    private Lowered CallOpaque(IInvocationOperation operation, IMethodSymbol target, Lowered? receiver, List<Lowered> arguments, bool flowsIn)
    {
        arguments = arguments.Select(Read).ToList();
        string display = target.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        if (target.ReturnsVoid)
        {
            return Refuse(Descriptors.SideEffect, operation, display);
        }

        if (target.IsAsync)
        {
            return Refuse(Descriptors.Suspension, operation, "async");
        }

        if (operation.Arguments.Any(a => a.Parameter!.RefKind is RefKind.Ref or RefKind.Out))
        {
            return Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
        }

        if (flowsIn && guardDepth == 0)
        {
            return Refuse(Descriptors.NoDerivative, operation, display);
        }

        if (!flowsIn && !HasSource(target) && !KnownMethods.IsPure(target) && guardDepth == 0)
        {
            return Refuse(Descriptors.Impure, operation, display);
        }

        RequireNoWrite(operation, target);
        var (name, operands) = Access(operation, operation.Instance, receiver, target);
        string holes = Holes(arguments.Count, operands.Length);
        return new Lowered.Scalar(Opaque(name + TypeArguments(target) + holes, TypeOf(target.ReturnType), KnownMethods.IsTotal(target) ? Effects.None : Effects.Acts, [.. operands, .. arguments.Select(Scalar)]));
    }

    public override Lowered VisitObjectCreation(IObjectCreationOperation operation, object? argument)
    {
        if (IsSpan(Substituted(operation.Type!)))
        {
            return SpanCreation(operation);
        }

        var arguments = operation.Arguments.Select(a => (a.Parameter!.Ordinal, Value: Visit(a.Value, null))).ToList().OrderBy(a => a.Ordinal).Select(a => a.Value).ToList();
        if (operation.Type is INamedTypeSymbol { IsTupleType: true } && arguments.Count >= 2)
        {
            return new Lowered.Tuple(arguments.ToImmutableArray());
        }

        if (operation.Initializer is { } initializer && !arguments.Any(IsVaried) && !MentionsVaried(initializer))
        {
            return Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
        }

        if (arguments.Any(IsVaried) || operation.Initializer is not null)
        {
            if (guardDepth == 0 || operation.Initializer is not null)
            {
                return Refuse(Descriptors.FlowsInto, operation, TypeText(operation.Type));
            }
        }
        else if (guardDepth == 0 && operation.Constructor is { DeclaringSyntaxReferences.Length: 0 } constructor && !constructor.IsImplicitlyDeclared && !KnownMethods.IsPure(constructor))
        {
            return Refuse(Descriptors.Impure, operation, "new " + TypeText(operation.Type));
        }

        if (operation.Constructor is { } called)
        {
            RequireAccess(called, operation);
        }

        return new Lowered.Scalar(Opaque($"new {TypeOf(operation.Type).Text}{Holes(arguments.Count, 0)}", TypeOf(operation.Type), Effects.Acts, arguments.Select(Scalar).ToArray()));
    }

    /// <summary>Whether a variable that varies is named somewhere in an expression.</summary>
    private bool MentionsVaried(IOperation expression) => expression.Descendants().Any(o => o switch
    {
        ILocalReferenceOperation local => variables.TryGetValue(VariableOf(local.Local), out var value) && IsVaried(value),
        IParameterReferenceOperation parameter => variables.TryGetValue(VariableOf(parameter.Parameter), out var value) && IsVaried(value),
        _ => false,
    });

    /// <summary>A brace in a text, with the digit after it: together they would read as a place in the template.</summary>
    private static readonly System.Text.RegularExpressions.Regex EscapedBraces = new(@"\{\d?|\}");

    public override Lowered VisitInterpolatedString(IInterpolatedStringOperation operation, object? argument)
    {
        if (guardDepth == 0)
        {
            return Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
        }

        var text = new System.Text.StringBuilder("$\"");
        var operands = new List<int>();
        foreach (var part in operation.Parts)
        {
            switch (part)
            {
                case IInterpolatedStringTextOperation { Text: ILiteralOperation { ConstantValue.Value: string literal } }:
                    text.Append(EscapedBraces.Replace(Escape(literal), m => m.Value == "}" ? "}}" : m.Length > 1 ? "{'{'}" + m.Value.Substring(1) : "{{"));
                    break;
                case IInterpolationOperation hole when hole.Alignment is null or { ConstantValue.HasValue: true }:
                    text.Append('{').Append('{').Append(operands.Count).Append('}');
                    operands.Add(Scalar(Visit(hole.Expression, null)));
                    if (hole.Alignment is { ConstantValue.Value: int width })
                    {
                        text.Append(',').Append(width.ToString(System.Globalization.CultureInfo.InvariantCulture));
                    }

                    if (hole.FormatString is ILiteralOperation { ConstantValue.Value: string format })
                    {
                        text.Append(':').Append(Escape(format));
                    }

                    text.Append('}');
                    break;
                default:
                    return Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
            }
        }

        text.Append('"');
        return new Lowered.Scalar(Opaque(text.ToString(), new IrType(IrTypeKind.Other, "string"), Effects.Acts, operands.ToArray()));

        // As between the quotes of a string.
        static string Escape(string part)
        {
            string quoted = Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(part, quote: true);
            return quoted.Substring(1, quoted.Length - 2);
        }
    }

    public override Lowered VisitAnonymousFunction(IAnonymousFunctionOperation operation, object? argument) =>
        new Lowered.Callable(operation.Symbol, operation.Body, frame, null);

    public override Lowered VisitDelegateCreation(IDelegateCreationOperation operation, object? argument) => operation.Target switch
    {
        IAnonymousFunctionOperation lambda => Visit(lambda, null),
        IMethodReferenceOperation reference => MethodGroup(reference),
        _ => Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString())),
    };

    private Lowered MethodGroup(IMethodReferenceOperation operation) =>
        IsOverridable(operation.Method, operation)
            ? Refuse(Descriptors.MayBeOverridden, operation, operation.Method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat))
            : new Lowered.Callable(operation.Method, null, frame, operation is { Method.MethodKind: not MethodKind.LocalFunction, Instance: { } instance } ? Visit(instance, null) : null);

    private Lowered InvokeDelegate(IInvocationOperation operation)
    {
        if (operation.Instance is null || Visit(operation.Instance, null) is not Lowered.Callable callable)
        {
            return Refuse(Descriptors.Delegate, operation, Shorten(operation.Syntax.ToString()));
        }

        var values = operation.Arguments.Select(argument => (Argument: argument, Value: LowerArgument(argument))).OrderBy(a => a.Argument.Parameter!.Ordinal).ToList();
        if (callable.Body is null && KnownMethods.IsMath(callable.Method))
        {
            return CallMath(operation, callable.Method, values.Select(a => a.Value).ToList());
        }

        // The delegate's parameters are not the method's own: they meet by position.
        var bound = callable.Method.Parameters.Zip(values, (p, a) => ((ISymbol)p, a.Value)).ToList();
        return Inline(operation, callable.Method, callable.Receiver, bound, values.Select(a => a.Argument).ToList(), callable);
    }

    /// <summary>A user-defined operator or conversion is a call of its method.</summary>
    private Lowered CallOperator(IOperation operation, IMethodSymbol method, params Lowered[] operands)
    {
        if (!operands.Any(IsVaried))
        {
            return CallOpaqueOperator(operation, method, operands);
        }

        return HasSource(method)
            ? Inline(operation, method, null, method.Parameters.Zip(operands, (p, a) => ((ISymbol)p, a)).ToList())
            : Refuse(Descriptors.NoDerivative, operation, method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
    }

    private Lowered CallOpaqueOperator(IOperation operation, IMethodSymbol method, Lowered[] operands)
    {
        int[] values = operands.Select(Scalar).ToArray();
        var type = TypeOf(operation.Type);
        switch (operation)
        {
            case IBinaryOperation binary when Comparison(binary.OperatorKind) is { } comparison:
                return new Lowered.Scalar(Add(new Instruction { Op = comparison, Results = default, Operands = values.ToImmutableArray(), Effects = Effects.Acts }, type));
            case IBinaryOperation binary when BinaryOp(binary.OperatorKind) is { } op:
                return new Lowered.Scalar(Add(new Instruction { Op = op, Results = default, Operands = values.ToImmutableArray(), Effects = Effects.Acts }, type));
            case IConversionOperation:
                return new Lowered.Scalar(Add(new Instruction { Op = Op.Convert, Results = default, Operands = values.ToImmutableArray(), Effects = Effects.Acts }, type));
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus }:
                return new Lowered.Scalar(Add(new Instruction { Op = Op.Negate, Results = default, Operands = values.ToImmutableArray(), Effects = Effects.Acts }, type));
            default:
                return Refuse(Descriptors.NotSupported, operation, method.Name);
        }
    }

    private bool HasSource(IMethodSymbol target) =>
        (target.OriginalDefinition.PartialImplementationPart ?? target.OriginalDefinition).DeclaringSyntaxReferences.Any(r => compilation.ContainsSyntaxTree(r.SyntaxTree));
}
