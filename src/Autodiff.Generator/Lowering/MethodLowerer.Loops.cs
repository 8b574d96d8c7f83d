using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>
/// Loops. A loop carries the variables from before it that it assigns, and where it returns also whether it has and what; a
/// <c>break</c> or <c>return</c> is an arm of a branch that says not to go on.
/// </content>
internal sealed partial class MethodLowerer
{
    private bool LowerLoop(ILoopOperation operation, Pending? rest, out Flow flow)
    {
        SetOrigin(operation.Syntax);
        int origin = builder.Origin;
        flow = operation switch
        {
            IForLoopOperation loop => LowerFor(loop),
            IWhileLoopOperation { Condition: { } condition } loop => LowerLoop(new Loop(loop, loop.ConditionIsTop ? "while" : "do", loop.Body, [])
            {
                Condition = loop.ConditionIsTop ? condition : null,
                BottomCondition = loop.ConditionIsTop ? null : condition,
            }),
            IForEachLoopOperation loop => LowerForEach(loop),
            _ => throw Refused(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString())),
        };
        return LowerRest(ref flow, rest, origin);
    }

    private Flow LowerFor(IForLoopOperation operation)
    {
        foreach (var statement in operation.Before)
        {
            LowerStatement(statement);
        }

        SetOrigin(operation.Syntax);
        return LowerLoop(new Loop(operation, "for", operation.Body, operation.AtLoopBottom)
        {
            Condition = operation.Condition,
            IsBottomHarmless = operation.AtLoopBottom.All(statement => CountsOwnVariable(statement, operation)),
        });
    }

    /// <summary>Whether a statement but steps a number that the loop declares: where the loop has ended nothing sees it.</summary>
    private static bool CountsOwnVariable(IOperation statement, IForLoopOperation loop)
    {
        return statement is IExpressionStatementOperation { Operation: var operation } && operation switch
        {
            IIncrementOrDecrementOperation { IsChecked: false, OperatorMethod: null } increment => IsOwn(increment.Target),
            ICompoundAssignmentOperation { IsChecked: false, OperatorMethod: null, OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } assignment =>
                IsOwn(assignment.Target) && assignment.Value.ConstantValue.HasValue,
            _ => false,
        };

        bool IsOwn(IOperation target) => target is ILocalReferenceOperation { Local: var local } && loop.Locals.Contains(local, SymbolEqualityComparer.Default)
            && (loop.Before.Any(b => b.Descendants().OfType<IVariableDeclaratorOperation>().Any(d => SymbolEqualityComparer.Default.Equals(d.Symbol, local))));
    }

    /// <summary>An array or span is walked by an index that has no name.</summary>
    private Flow LowerForEach(IForEachLoopOperation operation)
    {
        var collection = Unconverted(operation.Collection);
        if (collection.Type is null or IErrorTypeSymbol)
        {
            throw Abandon();
        }

        if (operation.IsAsynchronous)
        {
            return RefuseFlow(Descriptors.Suspension, operation, "await");
        }

        var element = (operation.LoopControlVariable as IVariableDeclaratorOperation)?.Symbol;
        if (collection.Type.SpecialType == SpecialType.System_String && element is not null)
        {
            return LowerForEachCharacter(operation, element, Scalar(Visit(collection, null)));
        }

        if (collection.Type is not IArrayTypeSymbol && collection.Type is not INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
        {
            return RefuseFlow(Descriptors.Loop, operation, TypeText(collection.Type));
        }

        int array = Scalar(Visit(collection, null));
        if (builder.TypeOf(array) is not { Array: { } type })
        {
            return RefuseFlow(Descriptors.Loop, operation, TypeText(collection.Type));
        }

        int zero = Integer(0);
        int one = Integer(1);
        int[] lengths = Enumerable.Range(0, type.Rank).Select(d => Length(array, d)).ToArray();
        int count = lengths.Aggregate((a, b) => Add(Op.Multiply, IrType.Int32, a, b));
        return LowerLoop(new Loop(operation, "foreach", operation.Body, [])
        {
            Index = zero,
            IndexCondition = index => Add(Op.Less, IrType.Boolean, index, count),
            NextIndex = index => Add(Op.Add, IrType.Int32, index, one),
            Element = index =>
            {
                int[] indices = IndicesOf(index, lengths);
                if (element is null)
                {
                    var parts = TakeApart(operation.LoopControlVariable, new Lowered.Scalar(LoadElement(array, indices)), ElementType(collection.Type));
                    Assign(operation.LoopControlVariable, parts);
                }
                else if (element.IsRef)
                {
                    Store(VariableOf(element), new Lowered.Element(array, indices.ToImmutableArray()));
                }
                else
                {
                    SetVariable(element, new Lowered.Scalar(ConvertTo(operation, LoadElement(array, indices), TypeOf(element.Type))));
                }
            },
        });
    }

    private static ITypeSymbol ElementType(ITypeSymbol collection) =>
        collection is IArrayTypeSymbol array ? array.ElementType : ((INamedTypeSymbol)collection).TypeArguments[0];

    /// <summary>The characters of a string, which no derivative flows through.</summary>
    private Flow LowerForEachCharacter(IForEachLoopOperation operation, ILocalSymbol element, int text)
    {
        int count = Opaque("{0}.Length", IrType.Int32, Effects.Acts, text);
        int one = Integer(1);
        return LowerLoop(new Loop(operation, "foreach", operation.Body, [])
        {
            Index = Integer(0),
            IndexCondition = index => Add(Op.Less, IrType.Boolean, index, count),
            NextIndex = index => Add(Op.Add, IrType.Int32, index, one),
            Element = index => SetVariable(element, new Lowered.Scalar(ConvertTo(operation, Opaque("{0}[{1:a}]", new IrType(IrTypeKind.Char), text, index), TypeOf(element.Type)))),
        });
    }

    /// <summary>The indices of an element, by its number in the order of the dimensions.</summary>
    private int[] IndicesOf(int index, int[] lengths)
    {
        var indices = new int[lengths.Length];
        for (int d = lengths.Length - 1; d > 0; d--)
        {
            indices[d] = Add(Op.Remainder, IrType.Int32, index, lengths[d]);
            index = Add(Op.Divide, IrType.Int32, index, lengths[d]);
        }

        indices[0] = index;
        return indices;
    }

    private int Integer(int value) =>
        builder.Add(new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = value.ToString(System.Globalization.CultureInfo.InvariantCulture), Bits = value }, IrType.Int32);

    private Flow RefuseFlow(DiagnosticDescriptor descriptor, IOperation operation, params object[] arguments)
    {
        Refuse(descriptor, operation, arguments);
        return Flow.Throws;
    }

    /// <summary>What the kinds of loop have in common.</summary>
    private sealed record Loop(ILoopOperation Operation, string Keyword, IOperation Body, ImmutableArray<IOperation> Bottom)
    {
        /// <summary>The condition before each iteration; null where there is none.</summary>
        public IOperation? Condition { get; init; }

        /// <summary>The condition after each iteration.</summary>
        public IOperation? BottomCondition { get; init; }

        /// <summary>Whether what runs at the bottom may as well run where the loop has ended.</summary>
        public bool IsBottomHarmless { get; init; } = true;

        /// <summary>The first value of an index without a name.</summary>
        public int? Index { get; init; }

        public Func<int, int>? IndexCondition { get; init; }

        public Func<int, int>? NextIndex { get; init; }

        /// <summary>Gives the iteration variable its value.</summary>
        public Action<int>? Element { get; init; }
    }
}
