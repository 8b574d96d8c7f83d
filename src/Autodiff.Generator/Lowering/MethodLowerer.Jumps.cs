using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>How control leaves statements: <c>return</c>, <c>break</c>, <c>continue</c>, and what runs where nothing has left.</content>
internal sealed partial class MethodLowerer
{
    /// <summary>A <c>break</c> or <c>continue</c>: gives the flow, or puts what follows a <c>switch</c> in the place of its <c>break</c>.</summary>
    private bool LowerJump(IBranchOperation jump, ref Pending? pending, out Flow flow)
    {
        SetOrigin(jump.Syntax);
        if (jump.BranchKind is not (BranchKind.Break or BranchKind.Continue))
        {
            flow = LowerSection(TargetOf(jump) ?? throw Refused(Descriptors.Jump, jump, "goto"), jump);
            return true;
        }

        if (frame.AfterSwitch.TryGetValue(jump.Target, out var after))
        {
            pending = after;
            flow = Flow.Continues;
            return after is null;
        }

        flow = jump.BranchKind == BranchKind.Continue ? Flow.Repeats
            : jump.GetCorrespondingOperation() is ISwitchOperation ? Flow.LeavesSwitch
            : Flow.Breaks;
        return true;
    }

    /// <summary>
    /// Runs what follows a statement that may have left: not at all, or where it has not. Gives whether control has left for
    /// good, so that what follows has been dealt with.
    /// </summary>
    private bool LowerRest(ref Flow flow, Pending? rest, int origin)
    {
        if (flow.Kind == FlowKind.Continues)
        {
            return false;
        }

        if (!flow.May(FlowKind.Continues))
        {
            return true;
        }

        if (rest is null && frame.Loops == 0)
        {
            return true;
        }

        var (left, isNegated) = HasLeft(flow);
        var mixed = flow;
        Flow Leave() => mixed with { Kind = mixed.Kind & ~FlowKind.Continues };
        Flow GoOn() => LowerSequence(rest);
        flow = isNegated ? LowerArms(left, origin, GoOn, Leave) : LowerArms(left, origin, Leave, GoOn);
        return true;
    }

    /// <summary>The Boolean that says whether a flow that may fall through has left, or its negation.</summary>
    private (int Condition, bool IsNegated) HasLeft(Flow flow)
    {
        bool isInLoop = frame.Loops > 0;
        switch (flow.Kind & ~FlowKind.Continues)
        {
            case FlowKind.Returns:
                return (flow.Flags.Returned!.Value, false);
            case FlowKind.Repeats:
                return (flow.Flags.Repeats!.Value, false);
            case FlowKind.LeavesSwitch:
                return (flow.Flags.LeftSwitch!.Value, false);
            case FlowKind.Breaks or (FlowKind.Breaks | FlowKind.Returns):
                return (flow.Flags.GoesOn!.Value, true);
        }

        int? left = null;
        Either(isInLoop && flow.May(FlowKind.Breaks | FlowKind.Returns) ? Add(Op.Not, IrType.Boolean, flow.Flags.GoesOn!.Value) : null);
        Either(!isInLoop && flow.May(FlowKind.Returns) ? flow.Flags.Returned : null);
        Either(flow.Flags.Repeats);
        Either(flow.Flags.LeftSwitch);
        return (left!.Value, false);

        void Either(int? other) => left = left is { } one && other is { } two ? Add(Op.LogicalOr, IrType.Boolean, one, two) : left ?? other;
    }

    /// <summary>A branch whose arms are statements: says how control leaves the two together.</summary>
    private Flow LowerArms(int condition, int origin, Func<Flow> lowerTrue, Func<Flow> lowerFalse)
    {
        if (ConstantFolding.TruthOf(builder, condition) is { } truth)
        {
            return truth ? lowerTrue() : lowerFalse();
        }

        var constants = new FlowConstants(Boolean(true), Boolean(false), frame.Method.ReturnsVoid ? Lowered.Nothing.Instance : DefaultOf(frame.Method.ReturnType));
        var before = variables;
        Flow one = default;
        Flow two = default;
        var whenTrue = LowerArm(before, () => Run(lowerTrue, out one));
        var whenFalse = LowerArm(before, () => Run(lowerFalse, out two));
        var kind = one.Kind | two.Kind;
        var merged = MergeArms(condition, origin, before, whenTrue with { Value = Pack(one) }, whenFalse with { Value = Pack(two) });
        return Unpack(kind, (Lowered.Tuple)merged);

        static Lowered Run(Func<Flow> lower, out Flow flow)
        {
            flow = lower();
            return Lowered.Nothing.Instance;
        }

        // Only the flags that the two together need, and a value where there is one.
        Lowered Pack(Flow flow)
        {
            var flags = FlagsOf(flow, constants, NeededFlags(kind));
            return new Lowered.Tuple([
                Flag(flags.GoesOn),
                Flag(flags.Returned),
                Flag(flags.Repeats),
                Flag(flags.LeftSwitch),
                (kind & FlowKind.Returns) == 0 ? Lowered.Nothing.Instance : flow.May(FlowKind.Returns) ? flow.Value ?? Lowered.Nothing.Instance : constants.Value]);
        }

        static Lowered Flag(int? value) => value is { } flag ? new Lowered.Scalar(flag) : Lowered.Nothing.Instance;
    }

    private Flow Unpack(FlowKind kind, Lowered.Tuple merged)
    {
        var e = merged.Elements;
        return new Flow(
            kind,
            (kind & FlowKind.Returns) == 0 ? null : NameReturned(e[4]),
            new FlowFlags(Flag(e[0], "goesOn"), Flag(e[1], "returned"), Flag(e[2], "continued"), Flag(e[3], "leftSwitch")));

        int? Flag(Lowered element, string name) => element is Lowered.Scalar scalar ? NameFlow(scalar.Value, name) : null;
    }

    /// <summary>Names what a branch or loop tells of how control has left it: no variable of the user's does.</summary>
    private int NameFlow(int value, string name)
    {
        if (builder.DefinitionOf(value).Op is Op.If or Op.Loop)
        {
            builder.Name(value, name, isLocal: false, frame.Number);
        }

        return value;
    }

    /// <summary>Names the value that is returned from within a branch or loop.</summary>
    private Lowered NameReturned(Lowered value)
    {
        if (value is Lowered.Scalar scalar && builder.TypeOf(scalar.Value).IsFloating)
        {
            NameFlow(scalar.Value, (frame.Caller is null ? null : ResultOf(frame.Method.OriginalDefinition)) ?? "result");
        }

        return value;
    }

    /// <summary>What tells the ways apart that are given.</summary>
    private (bool GoesOn, bool Returned, bool Repeats, bool LeftSwitch) NeededFlags(FlowKind kind)
    {
        bool endsLoop = (kind & (FlowKind.Breaks | FlowKind.Returns)) != 0;
        bool goesOn = (kind & (FlowKind.Continues | FlowKind.Repeats | FlowKind.LeavesSwitch)) != 0;
        return (
            frame.Loops > 0 && endsLoop && goesOn,
            (kind & FlowKind.Returns) != 0 && kind != FlowKind.Returns,
            (kind & FlowKind.Repeats) != 0 && (kind & (FlowKind.Continues | FlowKind.LeavesSwitch)) != 0,
            (kind & FlowKind.LeavesSwitch) != 0 && (kind & FlowKind.Continues) != 0);
    }

    /// <summary>
    /// The flags that are needed. One that a flow does not have is the same on all of its ways, and so known from any of them.
    /// </summary>
    private static FlowFlags FlagsOf(Flow flow, FlowConstants constants, (bool GoesOn, bool Returned, bool Repeats, bool LeftSwitch) needed)
    {
        return new FlowFlags(
            needed.GoesOn ? flow.Flags.GoesOn ?? Known(!flow.May(FlowKind.Breaks | FlowKind.Returns)) : null,
            needed.Returned ? flow.Flags.Returned ?? Known(flow.May(FlowKind.Returns)) : null,
            needed.Repeats ? flow.Flags.Repeats ?? Known(flow.May(FlowKind.Repeats)) : null,
            needed.LeftSwitch ? flow.Flags.LeftSwitch ?? Known(flow.May(FlowKind.LeavesSwitch)) : null);

        int Known(bool value) => value ? constants.True : constants.False;
    }

    /// <summary>What flows are made of where nothing is to be computed: it is there before the branch.</summary>
    private readonly record struct FlowConstants(int True, int False, Lowered Value);

    /// <summary>Whether no path through a statement goes on to the next.</summary>
    private static bool AlwaysLeaves(IOperation statement) => statement switch
    {
        IReturnOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } or IBranchOperation => true,
        IBlockOperation block => block.Operations.Any(AlwaysLeaves),
        IConditionalOperation { WhenFalse: { } whenFalse } branch => AlwaysLeaves(branch.WhenTrue) && AlwaysLeaves(whenFalse),
        ISwitchOperation choice => HasDefault(choice) && choice.Cases.All(c => c.Body.Any(AlwaysLeaves)) && CountJumps(choice, choice.ExitLabel) == 0,
        IForLoopOperation { Condition: null or { ConstantValue: { HasValue: true, Value: true } } } loop => CountJumps(loop, loop.ExitLabel) == 0,
        IWhileLoopOperation { Condition.ConstantValue: { HasValue: true, Value: true } } loop => CountJumps(loop, loop.ExitLabel) == 0,
        _ => false,
    };

    /// <summary>Whether some path through a statement returns, or jumps to what is outside of it.</summary>
    private static bool Leaves(IOperation statement)
    {
        var inner = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in OwnOperations(statement))
        {
            switch (operation)
            {
                case ILoopOperation loop:
                    inner.Add(loop.ExitLabel);
                    inner.Add(loop.ContinueLabel);
                    break;
                case ISwitchOperation choice:
                    inner.Add(choice.ExitLabel);
                    inner.UnionWith(choice.Cases.SelectMany(c => c.Clauses).Select(c => c.Label).OfType<ILabelSymbol>());
                    break;
                case IReturnOperation:
                case IBranchOperation jump when !inner.Contains(jump.Target):
                    return true;
            }
        }

        return false;
    }

    private static bool Returns(IOperation statement) => OwnOperations(statement).Any(o => o is IReturnOperation);

    private static int CountJumps(IOperation statement, ILabelSymbol target) =>
        OwnOperations(statement).Count(o => o is IBranchOperation jump && SymbolEqualityComparer.Default.Equals(jump.Target, target));

    /// <summary>A statement and what is in it, the outer before the inner, but for the bodies of lambdas and local functions.</summary>
    private static IEnumerable<IOperation> OwnOperations(IOperation statement)
    {
        var pending = new Stack<IOperation>();
        pending.Push(statement);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                continue;
            }

            yield return operation;
            foreach (var child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }
    }
}
