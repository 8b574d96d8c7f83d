using System.Collections.Immutable;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>
/// The <c>switch</c> statement: a chain of branches. What follows it runs in place of its <c>break</c> where there is one
/// only, as after a switch of which all sections but one return.
/// </content>
internal sealed partial class MethodLowerer
{
    private bool LowerSwitch(ISwitchOperation operation, ref Pending? following, out Flow flow)
    {
        SetOrigin(operation.Syntax);
        int origin = builder.Origin;
        var value = Visit(operation.Value, null);
        var rest = following;
        int jumps = operation.Cases.SelectMany(c => c.Clauses).Sum(c => c.Label is { } label ? CountJumps(operation, label) : 0);
        int ends = CountJumps(operation, operation.ExitLabel) + (HasDefault(operation) ? 0 : 1) + jumps;
        bool takesRest = Pending.IsEnd(rest) || ends <= 1;
        if (takesRest)
        {
            frame.AfterSwitch[operation.ExitLabel] = rest;
        }

        flow = LowerSections(operation, value, 0, origin);
        frame.AfterSwitch.Remove(operation.ExitLabel);
        if (takesRest)
        {
            // Null or the end of a loop's body: what follows has run in any case.
            return true;
        }

        flow = AfterLeaving(flow);
        return LowerRest(ref flow, rest, origin);
    }

    /// <summary>Outside of the <c>switch</c>, to have left it is to go on.</summary>
    private static Flow AfterLeaving(Flow flow) => flow.May(FlowKind.LeavesSwitch)
        ? flow with { Kind = (flow.Kind & ~FlowKind.LeavesSwitch) | FlowKind.Continues, Flags = flow.Flags with { LeftSwitch = null } }
        : flow;

    /// <summary>The sections from one on, of which the first that matches runs; then the default.</summary>
    private Flow LowerSections(ISwitchOperation operation, Lowered value, int index, int origin)
    {
        if (index == operation.Cases.Length)
        {
            return operation.Cases.FirstOrDefault(IsDefault) is { } otherwise ? LowerSection(otherwise)
                : frame.AfterSwitch.TryGetValue(operation.ExitLabel, out var after) ? LowerSequence(after)
                : Flow.LeavesSwitch;
        }

        var section = operation.Cases[index];
        bool isLast = index == operation.Cases.Length - 1;
        var clauses = section.Clauses.Where(c => c is not IDefaultCaseClauseOperation).ToImmutableArray();
        if (clauses.Length == 0 || (isLast && IsDefault(section)))
        {
            return LowerSections(operation, value, index + 1, origin);
        }

        builder.Origin = origin;
        if (MatchClauses(clauses, value, 0) is not { } condition)
        {
            return LowerSection(section);
        }

        if (Throws(section))
        {
            AddGuard(condition, throwsWhenTrue: true, () => LowerSection(section));
            return LowerSections(operation, value, index + 1, origin);
        }

        bool isLastMatch = operation.Cases.Skip(index + 1).All(c => c.Clauses.All(l => l is IDefaultCaseClauseOperation) || (IsDefault(c) && c == operation.Cases[operation.Cases.Length - 1]));
        if (isLastMatch && operation.Cases.FirstOrDefault(IsDefault) is { } thrower && thrower != section && Throws(thrower))
        {
            AddGuard(condition, throwsWhenTrue: false, () => LowerSection(thrower));
            return LowerSection(section);
        }

        return LowerArms(condition, origin, () => LowerSection(section), () => LowerSections(operation, value, index + 1, origin));
    }

    private Flow LowerSection(ISwitchCaseOperation section) => LowerSequence(Pending.Of(section.Body));

    /// <summary>
    /// The section that a <c>goto case</c> or <c>goto default</c> names. Null for a <c>goto</c> to a label of the user's, and for one that
    /// leaves a loop on its way.
    /// </summary>
    private static ISwitchCaseOperation? TargetOf(IBranchOperation jump)
    {
        var around = jump.Parent;
        while (around is not (null or ILoopOperation or ISwitchOperation))
        {
            around = around.Parent;
        }

        return (around as ISwitchOperation)?.Cases.FirstOrDefault(IsTarget);

        bool IsTarget(ISwitchCaseOperation section) => section.Clauses.Any(c => SymbolEqualityComparer.Default.Equals(c.Label, jump.Target));
    }

    /// <summary>A section that another goes on with: it is written out there too, unless the two go on with each other in turn.</summary>
    private Flow LowerSection(ISwitchCaseOperation section, IBranchOperation jump)
    {
        if (!frame.Entered.Add(section))
        {
            Refuse(Diagnostics.Descriptors.Jump, jump, "goto");
        }

        var flow = LowerSection(section);
        frame.Entered.Remove(section);
        return flow;
    }

    /// <summary>Whether a section does nothing but compute an exception and throw it.</summary>
    private static bool Throws(ISwitchCaseOperation section) =>
        section.Body.Length > 0 && EndsInThrow(section.Body[section.Body.Length - 1]) && !section.Body.Any(Leaves);

    /// <summary>The condition under which one of several labels matches; null where one always does.</summary>
    private int? MatchClauses(ImmutableArray<ICaseClauseOperation> clauses, Lowered value, int index)
    {
        int? condition = MatchClause(clauses[index], value);
        return condition is null || index == clauses.Length - 1
            ? condition
            : ShortCircuit(condition.Value, isAnd: false, () => MatchClauses(clauses, value, index + 1) ?? Boolean(true));
    }

    private int? MatchClause(ICaseClauseOperation clause, Lowered value)
    {
        switch (clause)
        {
            case ISingleValueCaseClauseOperation { Value.ConstantValue: { HasValue: true, Value: null } }:
                return Opaque("{0} is null", IrType.Boolean, Scalar(value));
            case ISingleValueCaseClauseOperation constant when IsNaN(constant.Value):
                return Add(Op.NotEqual, IrType.Boolean, Scalar(value), Scalar(value));
            case ISingleValueCaseClauseOperation constant:
                int other = ConvertTo(constant.Value, Scalar(Visit(constant.Value, null)), builder.TypeOf(Scalar(value)));
                return Add(Op.Equal, IrType.Boolean, Scalar(value), other);
            case IPatternCaseClauseOperation pattern:
                int? matches = Match(pattern.Pattern, value);
                return pattern.Guard is not { } guard ? matches
                    : matches is { } first ? ShortCircuit(first, isAnd: true, () => Scalar(Visit(guard, null)))
                    : Scalar(Visit(guard, null));
            default:
                throw Refused(Diagnostics.Descriptors.NotSupported, clause, Shorten(clause.Syntax.ToString()));
        }
    }

    private static bool HasDefault(ISwitchOperation operation) => operation.Cases.Any(IsDefault);

    private static bool IsDefault(ISwitchCaseOperation section) => section.Clauses.Any(c => c is IDefaultCaseClauseOperation);
}
