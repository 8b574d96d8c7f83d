using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>The C# that is not differentiated, as a list: one override for each construct.</content>
internal sealed partial class MethodLowerer
{
    public override Lowered VisitLabeled(ILabeledOperation operation, object? argument) => Refuse(Descriptors.Jump, operation, "label");

    public override Lowered VisitTry(ITryOperation operation, object? argument) => Refuse(Descriptors.Scope, operation, "try");

    public override Lowered VisitUsing(IUsingOperation operation, object? argument) => Refuse(Descriptors.Scope, operation, "using");

    public override Lowered VisitUsingDeclaration(IUsingDeclarationOperation operation, object? argument) => Refuse(Descriptors.Scope, operation, "using");

    public override Lowered VisitLock(ILockOperation operation, object? argument) => Refuse(Descriptors.Scope, operation, "lock");

    public override Lowered VisitAwait(IAwaitOperation operation, object? argument) => Refuse(Descriptors.Suspension, operation, "await");

    public override Lowered VisitInlineArrayAccess(IInlineArrayAccessOperation operation, object? argument) => Refuse(Descriptors.Arrays, operation, TypeText(operation.Instance.Type));

    public override Lowered VisitAddressOf(IAddressOfOperation operation, object? argument) => Refuse(Descriptors.Pointers, operation);

    public override Lowered VisitDynamicInvocation(IDynamicInvocationOperation operation, object? argument) => Refuse(Descriptors.Dynamic, operation);

    public override Lowered VisitDynamicMemberReference(IDynamicMemberReferenceOperation operation, object? argument) => Refuse(Descriptors.Dynamic, operation);

    public override Lowered VisitDynamicIndexerAccess(IDynamicIndexerAccessOperation operation, object? argument) => Refuse(Descriptors.Dynamic, operation);

    public override Lowered VisitEventAssignment(IEventAssignmentOperation operation, object? argument) => Refuse(Descriptors.SideEffect, operation, operation.Syntax.ToString());

    public override Lowered VisitFunctionPointerInvocation(IFunctionPointerInvocationOperation operation, object? argument) => Refuse(Descriptors.Pointers, operation);

    public override Lowered VisitEventReference(IEventReferenceOperation operation, object? argument) => Refuse(Descriptors.Delegate, operation, operation.Event.Name);

    public override Lowered VisitStop(IStopOperation operation, object? argument) => Refuse(Descriptors.NotSupported, operation, operation.Syntax.ToString());

    /// <summary>What no override names.</summary>
    public override Lowered DefaultVisit(IOperation operation, object? argument) => operation.Kind switch
    {
        OperationKind.YieldReturn or OperationKind.YieldBreak => Refuse(Descriptors.Suspension, operation, "yield"),
        OperationKind.None when operation.Syntax is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax =>
            StackAllocation(operation),
        OperationKind.None when operation.Syntax is FixedStatementSyntax or PrefixUnaryExpressionSyntax or ElementAccessExpressionSyntax or MemberAccessExpressionSyntax =>
            Refuse(Descriptors.Pointers, operation),
        _ => Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString())),
    };

    /// <summary>Code that does not compile is refused without a word: the compiler has reported it.</summary>
    public override Lowered VisitInvalid(IInvalidOperation operation, object? argument) => throw Abandon();

    /// <summary>Refuses a construct, and with it the method: it throws, and returns a value for the sake of expressions only.</summary>
    private Lowered Refuse(DiagnosticDescriptor descriptor, IOperation operation, params object[] arguments)
    {
        Refuse(descriptor, FirstLineOf(operation.Syntax), arguments);
        throw new RefusedException();
    }

    /// <summary>
    /// Refuses something at a place. In a helper the place is the call in the marked method, and the construct itself an
    /// additional location and a part of the message.
    /// </summary>
    private void Refuse(DiagnosticDescriptor descriptor, Location location, params object[] arguments)
    {
        isRefused = true;
        if (frame.Caller is null)
        {
            diagnostics.Add(Diagnostic.Create(descriptor, location, arguments));
            return;
        }

        var outermost = frame;
        while (outermost.Caller!.Caller is not null)
        {
            outermost = outermost.Caller;
        }

        string message = string.Format(System.Globalization.CultureInfo.InvariantCulture, descriptor.MessageFormat.ToString(System.Globalization.CultureInfo.InvariantCulture), arguments);
        var inner = new DiagnosticDescriptor(
            descriptor.Id,
            descriptor.Title,
            "In the called method '{0}': {1}",
            descriptor.Category,
            descriptor.DefaultSeverity,
            descriptor.IsEnabledByDefault,
            helpLinkUri: descriptor.HelpLinkUri);
        diagnostics.Add(Diagnostic.Create(inner, outermost.Call!.Syntax.GetLocation(), [location], DisplayOf(frame.Method), message));
    }

    private static string DisplayOf(IMethodSymbol called) => called.MethodKind switch
    {
        MethodKind.AnonymousFunction => "lambda",
        MethodKind.Ordinary or MethodKind.LocalFunction => called.Name,
        _ => (called.AssociatedSymbol ?? called).ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat),
    };

    /// <summary>Refuses a construct, where the exception to throw is an expression.</summary>
    private RefusedException Refused(DiagnosticDescriptor descriptor, IOperation operation, params object[] arguments)
    {
        Refuse(descriptor, FirstLineOf(operation.Syntax), arguments);
        return new RefusedException();
    }

    /// <summary>Leaves without a diagnostic: the compiler reports the error.</summary>
    private RefusedException Abandon()
    {
        isRefused = true;
        return new RefusedException();
    }

    /// <summary>A construct of several lines is marked on its first line: squiggles over a whole loop hide what is inside.</summary>
    private static Location FirstLineOf(SyntaxNode syntax)
    {
        var text = syntax.SyntaxTree.GetText();
        var span = syntax.Span;
        var line = text.Lines.GetLineFromPosition(span.Start);
        if (span.End <= line.End)
        {
            return syntax.GetLocation();
        }

        return syntax.GetFirstToken().GetLocation();
    }

    private static string Shorten(string text)
    {
        string line = Origins.Normalize(text);
        return line.Length > 60 ? line.Substring(0, 59) + "…" : line;
    }

    private string TypeText(ITypeSymbol? type) => type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "?";
}
