using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Calls and constructions: their arguments, and which kind of call each is.</content>
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
}
