using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Elements of arrays as variables: targets of assignments, <c>ref</c> locals and arguments passed by reference.</content>
internal sealed partial class MethodLowerer
{
    /// <summary>What a variable holds: a value, or an element that it is another name of.</summary>
    private Lowered Read(Lowered value) =>
        value is Lowered.Element element ? new Lowered.Scalar(LoadElement(element.Array, element.Indices.ToArray())) : value;

    /// <summary>
    /// The element that a target is, its array and indices evaluated, which happens before the assigned value is and only once;
    /// for a tuple those of its parts. Nothing where the target is a variable of its own.
    /// </summary>
    private Lowered Place(IOperation target)
    {
        switch (target)
        {
            case IParenthesizedOperation parenthesized:
                return Place(parenthesized.Operand);
            case ITupleOperation tuple:
                return new Lowered.Tuple(tuple.Elements.Select(Place).ToImmutableArray());
            case IArrayElementReferenceOperation element when element.Indices[0].Type is not { Name: "Range" }:
                return ElementAt(Scalar(Visit(element.ArrayReference, null)), element.Indices);
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { Type: { } type } span } indexer when IsSpan(Substituted(type)):
                return ElementAt(Scalar(Visit(span, null)), indexer.Arguments.Select(a => a.Value).ToImmutableArray());
            case IImplicitIndexerReferenceOperation { Instance: { Type: { } type } span } indexer when IsArrayLike(Substituted(type)) && indexer.Argument.Type is not { Name: "Range" }:
                return ElementAt(Scalar(Visit(span, null)), [indexer.Argument]);
            case ILocalReferenceOperation local:
                return Held(VariableOf(local.Local));
            case IParameterReferenceOperation parameter when aliases.TryGetValue(VariableOf(parameter.Parameter), out var alias):
                return In(alias.Caller, () => Place(alias.Target));
            case IParameterReferenceOperation parameter:
                return Held(VariableOf(parameter.Parameter));
            default:
                return Lowered.Nothing.Instance;
        }
    }

    /// <summary>
    /// The element that is taken by reference. It has to be in the array though it may never be read; a read that nothing
    /// needs goes where the next access says as much.
    /// </summary>
    private Lowered Referred(IOperation target)
    {
        var place = Place(target);
        Read(place);
        return place;
    }

    /// <summary>The element that a variable is another name of.</summary>
    private Lowered Held(Variable variable) =>
        variables.TryGetValue(variable, out var value) && value is Lowered.Element ? value : Lowered.Nothing.Instance;

    /// <summary>A <c>ref</c> local: another name of an element of an array.</summary>
    private void DeclareReference(IVariableDeclaratorOperation declarator)
    {
        if (declarator.GetVariableInitializer() is { } initializer && Referred(initializer.Value) is Lowered.Element element)
        {
            Store(VariableOf(declarator.Symbol), element);
            return;
        }

        Refuse(Descriptors.Reference, declarator, declarator.Symbol.Name);
    }

    /// <summary>
    /// Whether a helper has to be lowered though nothing differentiated flows into it: it makes an array, or writes to one that it
    /// is given.
    /// </summary>
    private bool HandlesArrays(IInvocationOperation operation, IMethodSymbol target, IEnumerable<Lowered> arguments)
    {
        if (!HasSource(target) || IsOverridable(target, operation))
        {
            return false;
        }

        bool takesArray = arguments.Any(a => a is Lowered.Scalar scalar && builder.TypeOf(scalar.Value).IsArray);
        return IsArrayLike(Substituted(target.ReturnType)) || (takesArray && WritesElements(target.OriginalDefinition, []));
    }

    /// <summary>Whether a method, or one that it calls, may write an element of an array.</summary>
    private bool WritesElements(IMethodSymbol target, HashSet<IMethodSymbol> seen) =>
        seen.Add(target) && HasSource(target) && BodyOf(target) is { } body && body.DescendantsAndSelf().Any(operation => operation switch
        {
            IAssignmentOperation assignment => IsElement(assignment.Target),
            IIncrementOrDecrementOperation increment => IsElement(increment.Target),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => IsElement(argument.Value),
            IVariableDeclaratorOperation { Symbol.IsRef: true } => true,
            IInvocationOperation call => HasSource(call.TargetMethod)
                ? WritesElements(call.TargetMethod.OriginalDefinition, seen)
                : call.TargetMethod.ReturnsVoid || call.TargetMethod.Name.StartsWith("Try", StringComparison.Ordinal),
            _ => false,
        });

    private static bool IsElement(IOperation operation) => operation switch
    {
        IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation => true,
        IPropertyReferenceOperation { Property.IsIndexer: true } => true,
        ITupleOperation tuple => tuple.Elements.Any(IsElement),
        IParenthesizedOperation parenthesized => IsElement(parenthesized.Operand),
        _ => false,
    };
}
