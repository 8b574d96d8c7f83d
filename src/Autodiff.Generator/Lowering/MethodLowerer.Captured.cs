using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>What a recursive local function reads of the variables around it: a call passes that to it.</content>
internal sealed partial class MethodLowerer
{
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
}
