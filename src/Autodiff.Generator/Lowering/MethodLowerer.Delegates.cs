using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Lambdas, method groups and calls of them: they are inlined as the methods that they stand for.</content>
internal sealed partial class MethodLowerer
{
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
}
