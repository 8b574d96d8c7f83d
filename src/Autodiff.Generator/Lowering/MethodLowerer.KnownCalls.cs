using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Calls of what is not looked into: functions of the rule table, guards of the framework, pure functions of constants.</content>
internal sealed partial class MethodLowerer
{
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
}
