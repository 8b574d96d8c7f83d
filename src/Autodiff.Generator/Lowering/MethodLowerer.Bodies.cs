using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>The bodies of methods, bound once each.</content>
internal sealed partial class MethodLowerer
{
    /// <summary>
    /// The body of a method with source in this compilation; null where there is none. It is bound once, however many calls
    /// there are.
    /// </summary>
    private IOperation? BodyOf(IMethodSymbol symbol)
    {
        if (!bodies.TryGetValue(symbol, out var body))
        {
            body = FindBody(symbol);
            bodies.Add(symbol, body);
        }

        return body;
    }

    private IOperation? FindBody(IMethodSymbol symbol)
    {
        var declared = symbol.PartialImplementationPart ?? symbol;
        foreach (var reference in declared.DeclaringSyntaxReferences)
        {
            if (!compilation.ContainsSyntaxTree(reference.SyntaxTree))
            {
                continue;
            }

            declarations.Add(reference.SyntaxTree);
            var syntax = reference.GetSyntax(cancellation);
            bodiesRead.Add(syntax);
            if (SyntaxDepth.Exceeded(syntax) is { } deep)
            {
                Refuse(Descriptors.TooDeep, FirstLineOf(deep));
                throw new RefusedException();
            }

            bool isCalled = !SymbolEqualityComparer.Default.Equals(symbol, method);
            switch (bind(compilation, syntax, isCalled, cancellation))
            {
                case IMethodBodyOperation { BlockBody: { } block }:
                    return block;
                case IMethodBodyOperation { ExpressionBody: { } expression }:
                    return expression;
                case ILocalFunctionOperation { Body: { } body }:
                    return body;
                case IBlockOperation block:
                    return block;
            }
        }

        return null;
    }

    private Flow LowerMethodBody(IOperation body, IMethodSymbol symbol)
    {
        var statements = body is IBlockOperation block ? Pending.Of(block.Operations) : Pending.Of([body]);
        var flow = LowerSequence(statements);
        if (flow.May(FlowKind.Continues) && !symbol.ReturnsVoid)
        {
            // The compiler reports a path without a return.
            throw Abandon();
        }

        return flow;
    }

    /// <summary>Whether a method has a body in this compilation.</summary>
    private bool HasSource(IMethodSymbol target) =>
        (target.OriginalDefinition.PartialImplementationPart ?? target.OriginalDefinition).DeclaringSyntaxReferences.Any(r => compilation.ContainsSyntaxTree(r.SyntaxTree));
}
