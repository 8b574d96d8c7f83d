using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Methods with source, lowered in the place of their call.</content>
internal sealed partial class MethodLowerer
{
    private Lowered Inline(
        IOperation operation,
        IMethodSymbol target,
        Lowered? receiver,
        List<(ISymbol Parameter, Lowered Value)> arguments,
        List<IArgumentOperation>? passed = null,
        Lowered.Callable? through = null)
    {
        var definition = target.OriginalDefinition;
        string display = target.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        if (through is null && IsOverridable(target, operation))
        {
            return Refuse(Descriptors.MayBeOverridden, operation, display);
        }

        if (IsRunning(definition))
        {
            return Refuse(Descriptors.Recursion, operation, display);
        }

        if (definition.IsAsync)
        {
            return Refuse(Descriptors.Suspension, operation, "async");
        }

        var body = through?.Body ?? BodyOf(definition);
        if (body is null)
        {
            return Refuse(Descriptors.NoDerivative, operation, display);
        }

        bool isExpression = body is IBlockOperation { Operations: [IReturnOperation or IExpressionStatementOperation] };
        var outer = definition.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction ? (through?.Creator ?? frame).Of(definition) : null;
        var callee = new Frame(frame, definition, operation, outer)
        {
            Receiver = outer is null ? receiver : outer.Receiver,
            HasOrigins = frame.HasOrigins && !isExpression,
        };
        Bind(callee, target, through?.Creator ?? frame);
        for (int i = 0; i < arguments.Count; i++)
        {
            var parameter = definition.Parameters[((IParameterSymbol)arguments[i].Parameter).Ordinal];
            if (arguments[i].Value is Lowered.Scalar scalar)
            {
                builder.Name(scalar.Value, Escaped(parameter.Name), isLocal: false);
            }

            variables = variables.SetItem(new Variable(parameter, callee), arguments[i].Value);
        }

        int origin = builder.Origin;
        frame = callee;
        var flow = LowerMethodBody(body, definition);
        frame = callee.Caller!;
        builder.Origin = origin;
        CopyBack(callee, passed);
        return flow.Value ?? Lowered.Nothing.Instance;
    }

    /// <summary>What the callee has assigned to its <c>ref</c> and <c>out</c> parameters is the caller's variable's new value.</summary>
    private void CopyBack(Frame callee, List<IArgumentOperation>? passed)
    {
        foreach (var argument in passed ?? [])
        {
            if (argument.Parameter!.RefKind is RefKind.Ref or RefKind.Out
                && variables.TryGetValue(new Variable(callee.Method.Parameters[argument.Parameter.Ordinal], callee), out var value))
            {
                Assign(argument.Value, value);
            }
        }
    }

    /// <summary>Gives the callee's type parameters the types that stand for them where <paramref name="source"/> names the callee.</summary>
    private void Bind(Frame callee, IMethodSymbol target, Frame source)
    {
        for (int i = 0; i < target.TypeParameters.Length; i++)
        {
            callee.Types[target.OriginalDefinition.TypeParameters[i]] = Substituted(target.TypeArguments[i], source);
        }

        for (var type = target.ContainingType; type is not null; type = type.ContainingType)
        {
            for (int i = 0; i < type.TypeParameters.Length; i++)
            {
                callee.Types[type.OriginalDefinition.TypeParameters[i]] = Substituted(type.TypeArguments[i], source);
            }
        }
    }

    private bool IsRunning(IMethodSymbol definition)
    {
        for (var f = frame; f is not null; f = f.Caller)
        {
            if (SymbolEqualityComparer.Default.Equals(f.Method.OriginalDefinition, definition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether another method than the one named may run. A call through <c>base</c> names the method.</summary>
    private static bool IsOverridable(IMethodSymbol target, IOperation operation)
    {
        var instance = operation switch
        {
            IInvocationOperation invocation => invocation.Instance,
            IPropertyReferenceOperation property => property.Instance,
            IMethodReferenceOperation reference => reference.Instance,
            _ => null,
        };
        if (instance is null || instance.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.BaseExpressionSyntax)
        {
            return target.IsAbstract;
        }

        return target.IsAbstract
            || ((target.IsVirtual || target.IsOverride) && !target.IsSealed && instance.Type is { IsSealed: false, IsValueType: false });
    }

    /// <summary>
    /// A member of a type parameter is that of the type that stands for it: an operator or function of generic maths is
    /// the one of <c>double</c>, a method of a constraint the one that implements it.
    /// </summary>
    private IMethodSymbol ResolveConstrained(IInvocationOperation operation, IMethodSymbol target, Lowered? receiver)
    {
        var constrained = operation.ConstrainedToType ?? (operation.Instance?.Type is ITypeParameterSymbol ? operation.Instance.Type : null);
        if (constrained is null || Substituted(constrained) is not INamedTypeSymbol actual)
        {
            return target;
        }

        if (IsFloating(actual))
        {
            return actual.GetMembers(target.Name).OfType<IMethodSymbol>()
                .FirstOrDefault(m => m.IsStatic && m.Parameters.Length == target.Parameters.Length && m.DeclaredAccessibility == Accessibility.Public) ?? target;
        }

        return actual.FindImplementationForInterfaceMember(target) as IMethodSymbol ?? target;
    }

    /// <summary>A static property of generic maths, <c>T.One</c> or <c>T.Pi</c>, as the constant that it is.</summary>
    private Lowered? StaticAbstractProperty(IPropertyReferenceOperation operation)
    {
        if (operation.Instance is not null || !operation.Property.IsAbstract || operation.ConstrainedToType is not { } constrained || !IsFloating(Substituted(constrained)))
        {
            return null;
        }

        var type = TypeOf(constrained);
        return operation.Property.Name switch
        {
            "One" or "MultiplicativeIdentity" => new Lowered.Scalar(builder.Constant(1, type)),
            "Zero" or "AdditiveIdentity" => new Lowered.Scalar(builder.Constant(0, type)),
            "NegativeOne" => new Lowered.Scalar(builder.Constant(-1, type)),
            "Pi" or "E" or "Tau" or "NaN" or "Epsilon" or "PositiveInfinity" or "NegativeInfinity" or "MaxValue" or "MinValue" =>
                new Lowered.Scalar(Opaque($"{type.Text}.{operation.Property.Name}", type)),
            _ => null,
        };
    }

    /// <summary>Whether operands have, with type parameters replaced, types whose operators are the language's own.</summary>
    private bool IsBuiltIn(ITypeSymbol? left, ITypeSymbol? right) =>
        left is not null && right is not null && IsNumber(Substituted(left)) && IsNumber(Substituted(right));
}
