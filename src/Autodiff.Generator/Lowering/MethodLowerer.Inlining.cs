using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
        CountStep();
        var definition = target.OriginalDefinition;
        string display = target.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        if (through is null && IsOverridable(target, operation))
        {
            return Refuse(Descriptors.MayBeOverridden, operation, display);
        }

        if (IsRecursive(definition))
        {
            return Invoke(operation, target, receiver, arguments, passed, through);
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
            Receiver = outer is not null ? outer.Receiver : definition.IsStatic ? receiver : AsDeclared(receiver, StaticType(operation), target.ContainingType),
            HasOrigins = frame.HasOrigins && !isExpression,
            Number = ++callsInPlace,
        };
        Bind(callee, target, through?.Creator ?? frame);
        for (int i = 0; i < arguments.Count; i++)
        {
            var parameter = definition.Parameters[((IParameterSymbol)arguments[i].Parameter).Ordinal];
            if (passed is not null && ReferredBy(passed[i]) is { } referred)
            {
                aliases[new Variable(parameter, callee)] = (referred, frame);
                if (parameter.RefKind == RefKind.Out && referred is ILocalReferenceOperation { Local: var local } && !variables.ContainsKey(VariableOf(local)))
                {
                    // It is declared here or has no value yet: on some ways through the callee it may get none for a while.
                    Store(VariableOf(local), new Lowered.Unassigned(local.Type));
                }

                continue;
            }

            if (arguments[i].Value is Lowered.Scalar scalar)
            {
                builder.Name(scalar.Value, Escaped(parameter.Name), isLocal: false, callee.Number);
            }

            Store(new Variable(parameter, callee), arguments[i].Value);
        }

        int origin = builder.Origin;
        frame = callee;
        var flow = LowerMethodBody(body, definition);
        frame = callee.Caller!;
        builder.Origin = origin;
        if (flow.Value is Lowered.Scalar result && builder.TypeOf(result.Value).IsFloating && ResultOf(definition) is { } name)
        {
            builder.Name(result.Value, name, isLocal: false, callee.Number);
        }

        return flow.Value ?? Lowered.Nothing.Instance;
    }

    /// <summary>What the result of a helper is called where no variable of the caller gets it: <c>density</c> for <c>Density</c> and <c>GetDensity</c>.</summary>
    private static string? ResultOf(IMethodSymbol definition)
    {
        string name = (definition.AssociatedSymbol ?? definition).Name;
        if (definition.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.PropertyGet) || !SyntaxFacts.IsValidIdentifier(name))
        {
            return null;
        }

        string verb = Array.Find(["Get", "Compute", "Calculate", "Evaluate"], v => name.Length > v.Length && name.StartsWith(v, StringComparison.Ordinal) && char.IsUpper(name[v.Length])) ?? string.Empty;
        return Escaped(char.ToLowerInvariant(name[verb.Length]) + name.Substring(verb.Length + 1));
    }

    /// <summary>
    /// The caller's variables that <c>ref</c>, <c>out</c> and <c>in</c> parameters of running helpers are: to read or write one is
    /// to read or write the other, whatever else refers to it.
    /// </summary>
    private readonly Dictionary<Variable, (IOperation Target, Frame Caller)> aliases = [];

    /// <summary>How many calls have been lowered in place.</summary>
    private int callsInPlace;

    private T In<T>(Frame other, Func<T> run)
    {
        var here = frame;
        frame = other;
        var result = run();
        frame = here;
        return result;
    }

    /// <summary>The variable that an argument passes by reference; null for a value.</summary>
    private static IOperation? ReferredBy(IArgumentOperation argument)
    {
        if (argument.Parameter!.RefKind is not (RefKind.Ref or RefKind.Out or RefKind.In or RefKind.RefReadOnlyParameter))
        {
            return null;
        }

        var variable = argument.Value;
        while (variable is IDeclarationExpressionOperation or IParenthesizedOperation)
        {
            variable = variable is IDeclarationExpressionOperation declaration ? declaration.Expression : ((IParenthesizedOperation)variable).Operand;
        }

        return IsVariable(variable) ? variable : null;
    }

    private static bool IsVariable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { Local.IsConst: false } or IParameterReferenceOperation => true,
        IFieldReferenceOperation { Instance: { } instance } field => TupleElement(field.Field) is not null && IsVariable(instance),
        _ => false,
    };

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

    private static IOperation? InstanceOf(IOperation operation) => operation switch
    {
        IInvocationOperation invocation => invocation.Instance,
        IPropertyReferenceOperation property => property.Instance,
        IMethodReferenceOperation reference => reference.Instance,
        _ => null,
    };

    /// <summary>The type through which a member is named; a delegate's is that of the object it is bound to, which it was made with.</summary>
    private ITypeSymbol? StaticType(IOperation operation) =>
        InstanceOf(operation)?.Type is { TypeKind: not TypeKind.Delegate } type ? Substituted(type) : null;

    /// <summary>Whether another method than the one named may run. A call through <c>base</c> names the method.</summary>
    private static bool IsOverridable(IMethodSymbol target, IOperation operation)
    {
        var instance = InstanceOf(operation);
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
            var known = actual.GetMembers(target.Name).OfType<IMethodSymbol>()
                .FirstOrDefault(m => m.IsStatic && m.Parameters.Length == target.Parameters.Length && m.TypeParameters.Length == target.TypeParameters.Length && m.DeclaredAccessibility == Accessibility.Public);
            return known is null ? target
                : known.IsGenericMethod ? known.Construct(target.TypeArguments.Select(Substituted).ToArray())
                : known;
        }

        // The interface's member as the type that stands for the type parameter has it: I<T>.F becomes I<B>.F.
        var implemented = Substituted(target.ContainingType).GetMembers(target.Name).OfType<IMethodSymbol>()
            .FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, target.OriginalDefinition));
        return implemented is not null && actual.FindImplementationForInterfaceMember(implemented) is IMethodSymbol found
            ? (found.IsGenericMethod ? found.Construct(target.TypeArguments.Select(Substituted).ToArray()) : found)
            : throw Refused(Descriptors.MayBeOverridden, operation, target.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
    }

    /// <summary>A static property of generic maths, <c>T.One</c> or <c>T.Pi</c>, as the constant that it is.</summary>
    private Lowered? StaticAbstractProperty(IPropertyReferenceOperation operation)
    {
        if (operation.Instance is not null || operation.ConstrainedToType is not { } constrained)
        {
            return null;
        }

        if (!IsFloating(Substituted(constrained)))
        {
            return Substituted(constrained) is INamedTypeSymbol actual
                && actual.FindImplementationForInterfaceMember(operation.Property) is IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: true } implementation
                ? ReadProperty(operation, null, implementation, null, [])
                : null;
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
