using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Patterns: conditions on a value, and variables that stand for it or its parts.</content>
internal sealed partial class MethodLowerer
{
    public override Lowered VisitIsPattern(IIsPatternOperation operation, object? argument) =>
        new Lowered.Scalar(Match(operation.Pattern, Visit(operation.Value, null)) ?? Boolean(true));

    /// <summary>The condition under which a value matches a pattern; null where it always does.</summary>
    private int? Match(IPatternOperation pattern, Lowered value)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return null;
            case IDeclarationPatternOperation { DeclaredSymbol: var symbol } declaration
                when declaration.MatchesNull || SymbolEqualityComparer.Default.Equals(declaration.InputType, declaration.MatchedType):
                if (symbol is not null)
                {
                    Store(VariableOf(symbol), value);
                }

                return null;
            case IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } }:
                return IsNull(Scalar(value));
            case IConstantPatternOperation constant when IsNaN(constant.Value):
                return Add(Op.NotEqual, IrType.Boolean, Scalar(value), Scalar(value));
            case IConstantPatternOperation { Value.Type: { } type } constant when IsBoxed(value, type):
                return MatchBoxed(constant, type, value, number => Add(Op.Equal, IrType.Boolean, number, Scalar(Visit(constant.Value, null))));
            case IRelationalPatternOperation { Value.Type: { } type } relational when IsBoxed(value, type):
                return MatchBoxed(relational, type, value, number => Add(Comparison(relational.OperatorKind)!.Value, IrType.Boolean, number, Scalar(Visit(relational.Value, null))));
            case IConstantPatternOperation constant:
                return Add(Op.Equal, IrType.Boolean, Scalar(value), Scalar(Visit(constant.Value, null)));
            case IRelationalPatternOperation relational:
                return Add(Comparison(relational.OperatorKind)!.Value, IrType.Boolean, Scalar(value), Scalar(Visit(relational.Value, null)));
            case INegatedPatternOperation negated:
                return Match(negated.Pattern, value) is { } inner ? Add(Op.Not, IrType.Boolean, inner) : Boolean(false);
            case IBinaryPatternOperation binary:
                bool isAnd = binary.OperatorKind == BinaryOperatorKind.And;
                return Match(binary.LeftPattern, value) is { } left
                    ? ShortCircuit(left, isAnd, () => Match(binary.RightPattern, isAnd ? Narrowed(value, binary) : value) ?? Boolean(true))
                    : isAnd ? Match(binary.RightPattern, value) : null;
            case IRecursivePatternOperation { DeconstructionSubpatterns: { Length: > 0 } parts, PropertySubpatterns.Length: 0, DeclaredSymbol: null } when value is Lowered.Tuple tuple && tuple.Elements.Length == parts.Length:
                return MatchAll(null, parts.Zip(tuple.Elements, (part, element) => (Func<int?>)(() => Match(part, element))));
            case IListPatternOperation { DeclaredSymbol: null } list when value is Lowered.Scalar { Value: var array } && builder.TypeOf(array).Array is { Rank: 1 }:
                return MatchList(list, array);
            case IDeclarationPatternOperation declaration when IsInert(value):
                return MatchType(declaration, declaration.DeclaredSymbol, declaration.MatchedType ?? declaration.InputType, Scalar(value), out _);
            case ITypePatternOperation type when IsInert(value):
                return MatchType(type, null, type.MatchedType, Scalar(value), out _);
            case IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true } recursive when IsInert(value) || IsSameArray(value, recursive.MatchedType):
                int? isType = MatchType(recursive, recursive.DeclaredSymbol, recursive.MatchedType, Scalar(value), out int matched);
                return MatchAll(isType, recursive.PropertySubpatterns.Select(p => (Func<int?>)(() => MatchMember(p, matched))));
            default:
                Refuse(Descriptors.Pattern, pattern, Shorten(pattern.Syntax.ToString()));
                return null;
        }
    }

    /// <summary>A list pattern: the length, then the elements before and after a slice, and the slice itself.</summary>
    private int? MatchList(IListPatternOperation list, int array)
    {
        int slice = list.Patterns.TakeWhile(p => p is not ISlicePatternOperation).Count();
        bool hasSlice = slice < list.Patterns.Length;
        int count = IntegerConstant(list.Patterns.Length - (hasSlice ? 1 : 0));
        int? isThere = builder.TypeOf(array).Array!.Shape == ArrayShape.Array ? Add(Op.Not, IrType.Boolean, IsNull(array)) : null;
        return MatchAll(isThere, Enumerable.Range(0, list.Patterns.Length).Select(i => (Func<int?>)(() => MatchPart(i))).Prepend(MatchLength));

        int? MatchLength() => Add(hasSlice ? Op.GreaterOrEqual : Op.Equal, IrType.Boolean, Length(array), count);

        int? MatchPart(int index)
        {
            switch (list.Patterns[index])
            {
                case ISlicePatternOperation { Pattern: null } or IDiscardPatternOperation:
                    return null;
                case ISlicePatternOperation { Pattern: { } part }:
                    int window = Slice(array, IntegerConstant(slice), Add(Op.Subtract, IrType.Int32, Length(array), count));
                    return Match(part, new Lowered.Scalar(TypeOf(part.InputType).Array is { Shape: ArrayShape.Array } ? CopyOf(part, window) : window));
                case var element:
                    int place = index < slice
                        ? IntegerConstant(index)
                        : Add(Op.Subtract, IrType.Int32, Length(array), IntegerConstant(list.Patterns.Length - index));
                    return Match(element, new Lowered.Scalar(LoadElement(array, place)));
            }
        }
    }

    /// <summary>The condition under which all of several patterns match, tried in order until one does not.</summary>
    private int? MatchAll(int? first, IEnumerable<Func<int?>> rest)
    {
        int? all = first;
        foreach (var match in rest)
        {
            all = all is { } before ? ShortCircuit(before, isAnd: true, () => match() ?? Boolean(true)) : match();
        }

        return all;
    }

    /// <summary>Whether a value is an array of a type: what is asked of it then is not what it holds.</summary>
    private bool IsSameArray(Lowered value, ITypeSymbol type) =>
        value is Lowered.Scalar { Value: var array } && builder.TypeOf(array).IsArray && builder.TypeOf(array) == TypeOf(type);

    private bool IsInert(Lowered value) => value is Lowered.Scalar scalar && !varied.Contains(scalar.Value);

    /// <summary>Whether a value that is compared with a constant may be of another type.</summary>
    private bool IsBoxed(Lowered value, ITypeSymbol type) =>
        value is Lowered.Scalar { Value: var boxed } && builder.TypeOf(boxed).Text is "object" or "object?" && type.SpecialType != SpecialType.System_Object;

    /// <summary>The condition that an object is of a type, and then one on its value.</summary>
    private int MatchBoxed(IPatternOperation pattern, ITypeSymbol type, Lowered boxed, Func<int, int> match)
    {
        int isType = MatchType(pattern, null, type, Scalar(boxed), out int unboxed)!.Value;
        return ShortCircuit(isType, isAnd: true, () => match(unboxed));
    }

    /// <summary>A value as one of the type that the left one of two patterns has found it to be of.</summary>
    private Lowered Narrowed(Lowered value, IBinaryPatternOperation and)
    {
        if (!IsInert(value))
        {
            return value;
        }

        MatchType(and, null, and.LeftPattern.NarrowedType, Scalar(value), out int narrowed);
        return new Lowered.Scalar(narrowed);
    }

    /// <summary>A test of a type, and of null; the value as one of that type is <paramref name="matched"/>.</summary>
    private int? MatchType(IPatternOperation pattern, ISymbol? symbol, ITypeSymbol matchedType, int value, out int matched)
    {
        var input = Substituted(pattern.InputType);
        var target = Substituted(matchedType);
        var type = TypeOf(target);
        var (condition, converted) = (input, target) switch
        {
            _ when SymbolEqualityComparer.Default.Equals(input, target) => (input.IsReferenceType ? "{0} is not null" : null, "{0}"),
            (INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, _) => ("{0}.HasValue", "{0}.GetValueOrDefault()"),
            ({ IsReferenceType: true }, { IsReferenceType: true }) => ($"{{0}} is {type.Text}", $"({{0}} as {type.Text})!"),
            _ => ($"{{0}} is {type.Text}", $"({{0}} is {type.Text} ? ({type.Text}){{0}} : default)"),
        };
        matched = converted == "{0}" ? value : Opaque(converted, type, value);
        if (symbol is not null)
        {
            SetVariable(symbol, new Lowered.Scalar(matched));
        }

        return condition is null ? null : Opaque(condition, IrType.Boolean, value);
    }

    private int? MatchMember(IPropertySubpatternOperation subpattern, int receiver)
    {
        ISymbol? member = subpattern.Member switch
        {
            IPropertyReferenceOperation { Property: { IsIndexer: false } property } => property,
            IFieldReferenceOperation { Field: var field } => field,
            _ => null,
        };
        if (member is null)
        {
            Refuse(Descriptors.Pattern, subpattern, Shorten(subpattern.Syntax.ToString()));
            return null;
        }

        if (builder.TypeOf(receiver).IsArray)
        {
            return member.Name == "Length"
                ? Match(subpattern.Pattern, new Lowered.Scalar(TotalLength(receiver)))
                : throw Refused(Descriptors.Pattern, subpattern, Shorten(subpattern.Syntax.ToString()));
        }

        RequireAccess(member, subpattern);
        var effects = member is IFieldSymbol ? Effects.Reads : Effects.Reads | Effects.Acts;
        int value = Opaque("{0}." + Escaped(member.Name), TypeOf(subpattern.Member.Type), effects, receiver);
        return Match(subpattern.Pattern, new Lowered.Scalar(value));
    }

    private static bool IsNaN(IOperation constant) => constant.ConstantValue.Value is double.NaN or float.NaN;
}
