using System.Collections.Immutable;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Conditional expressions, switch expressions and short-circuit logic.</content>
internal sealed partial class MethodLowerer
{
    public override Lowered VisitConditional(IConditionalOperation operation, object? argument)
    {
        if (operation.Condition.ConstantValue is { HasValue: true, Value: bool known })
        {
            return Visit(known ? operation.WhenTrue : operation.WhenFalse!, null);
        }

        int condition = Scalar(Visit(operation.Condition, null));
        bool throwsWhenTrue = Unconverted(operation.WhenTrue) is IThrowOperation;
        if (throwsWhenTrue || Unconverted(operation.WhenFalse!) is IThrowOperation)
        {
            var thrown = (IThrowOperation)Unconverted(throwsWhenTrue ? operation.WhenTrue : operation.WhenFalse!);
            AddGuard(condition, throwsWhenTrue, () => LowerThrow(thrown));
            return Visit(throwsWhenTrue ? operation.WhenFalse! : operation.WhenTrue, null);
        }

        return LowerArms(condition, builder.Origin, () => VisitParts(operation.WhenTrue), () => VisitParts(operation.WhenFalse!));
    }

    public override Lowered VisitSwitchExpression(ISwitchExpressionOperation operation, object? argument)
    {
        var value = Visit(operation.Value, null);
        return LowerSwitchArms(operation, value, 0);
    }

    private Lowered LowerSwitchArms(ISwitchExpressionOperation operation, Lowered value, int index)
    {
        if (index == operation.Arms.Length)
        {
            throw new InvalidOperationException("The last arm is handled with the one before it.");
        }

        var arm = operation.Arms[index];
        int? condition = MatchArm(arm, value);
        bool isLast = index == operation.Arms.Length - 1;
        if (condition is null)
        {
            return LowerSwitchValue(arm);
        }

        if (isLast)
        {
            if (!operation.IsExhaustive)
            {
                AddGuard(condition.Value, throwsWhenTrue: false, () => ThrowUnmatched(value));
            }

            return LowerSwitchValue(arm);
        }

        if (Unconverted(arm.Value) is IThrowOperation thrown)
        {
            AddGuard(condition.Value, throwsWhenTrue: true, () => LowerThrow(thrown));
            return LowerSwitchArms(operation, value, index + 1);
        }

        if (RestThrows(operation, index + 1) is { } last)
        {
            AddGuard(condition.Value, throwsWhenTrue: false, () => LowerThrow(last));
            return LowerSwitchValue(arm);
        }

        return LowerArms(condition.Value, builder.Origin, () => LowerSwitchValue(arm), () => LowerSwitchArms(operation, value, index + 1));
    }

    /// <summary>What the compiler makes a switch expression throw for a value that no arm matches.</summary>
    private void ThrowUnmatched(Lowered value)
    {
        var operands = new List<int>();
        string Text(Lowered part)
        {
            if (part is Lowered.Tuple tuple)
            {
                return "(" + string.Join(", ", tuple.Elements.Select(Text)) + ")";
            }

            operands.Add(Scalar(part));
            return $"{{{operands.Count - 1}:a}}";
        }

        string text = Text(value);

        // The constructor that takes a message must not be chosen for a string.
        string cast = value is Lowered.Scalar { Value: var scalar } && builder.TypeOf(scalar).Kind == IrTypeKind.Other ? "(object?)" : string.Empty;
        int exception = Opaque($"new global::System.Runtime.CompilerServices.SwitchExpressionException({cast}{text})", new IrType(IrTypeKind.Other, "global::System.Exception"), Effects.Acts, operands.ToArray());
        builder.AddMany(new Instruction { Op = Op.Throw, Results = default, Operands = ImmutableArray.Create(exception), Effects = Effects.Acts }, []);
    }

    /// <summary>The throw of the one arm that is left, where that is a discard that throws.</summary>
    private static IThrowOperation? RestThrows(ISwitchExpressionOperation operation, int index) =>
        index == operation.Arms.Length - 1 && operation.Arms[index] is { Pattern: IDiscardPatternOperation, Guard: null } arm
            ? Unconverted(arm.Value) as IThrowOperation
            : null;

    private Lowered LowerSwitchValue(ISwitchExpressionArmOperation arm) => VisitParts(arm.Value);

    /// <summary>The condition of an arm; null where it always matches.</summary>
    private int? MatchArm(ISwitchExpressionArmOperation arm, Lowered value)
    {
        int? pattern = Match(arm.Pattern, value);
        if (arm.Guard is null)
        {
            return pattern;
        }

        return pattern is null ? Scalar(Visit(arm.Guard, null)) : ShortCircuit(pattern.Value, isAnd: true, () => Scalar(Visit(arm.Guard, null)));
    }

    private int Boolean(bool value) => ConstantFolding.Boolean(builder, value);

    /// <summary>
    /// <c>a &amp;&amp; b</c> or <c>a || b</c>: a branch, unless the second operand is harmless to evaluate and assigns nothing.
    /// </summary>
    private int ShortCircuit(int left, bool isAnd, Func<int> lowerRight)
    {
        if (ConstantFolding.TruthOf(builder, left) is { } truth)
        {
            return truth == isAnd ? lowerRight() : left;
        }

        int origin = builder.Origin;
        var before = variables;
        var outer = stored;
        stored = [];
        OpenBlock();
        int right = lowerRight();
        if (builder.IsInnermostPure && !stored.Any(before.ContainsKey))
        {
            builder.Splice();
            outer.UnionWith(stored);
            stored = outer;
            return Add(isAnd ? Op.LogicalAnd : Op.LogicalOr, IrType.Boolean, left, right);
        }

        var evaluated = new Arm(builder.Close([]), new Lowered.Scalar(right), variables, stored);
        stored = outer;
        var skipped = LowerArm(before, () =>
        {
            // What only the second operand assigns is read only where it ran; the value here is never seen.
            foreach (var variable in evaluated.Stored.Where(v => !before.ContainsKey(v)))
            {
                Store(variable, Unseen(evaluated.Variables[variable]));
            }

            return new Lowered.Scalar(Boolean(!isAnd));
        });
        return Scalar(MergeArms(left, origin, before, isAnd ? evaluated : skipped, isAnd ? skipped : evaluated));
    }
}
