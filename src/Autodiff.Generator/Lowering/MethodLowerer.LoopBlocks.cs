using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>The common part of all loops: their two blocks, and how control leaves them.</content>
internal sealed partial class MethodLowerer
{
    private Flow LowerLoop(Loop loop)
    {
        if (loop.Condition?.ConstantValue is { HasValue: true, Value: false })
        {
            return Flow.Continues;
        }

        int origin = builder.Origin;
        var assigned = new Assigned(this);
        foreach (var part in new[] { loop.Body, loop.Condition, loop.BottomCondition, (loop.Operation as IForEachLoopOperation)?.LoopControlVariable }.Concat(loop.Bottom).OfType<IOperation>())
        {
            assigned.Walk(part);
        }

        assigned.Spread();

        // A condition that assigns what is carried belongs to the body: the header can't hand it on to what follows.
        var inCondition = new Assigned(this);
        if (loop.Condition is { } top)
        {
            inCondition.Walk(top);
        }

        var carried = new Carried(this, loop, assigned);
        bool isTested = loop.Condition is null || !inCondition.Variables.Any(carried.Contains);
        var before = variables;
        var outer = stored;
        stored = [];
        if (builder.Depth > MaximumBlockDepth)
        {
            throw Refused(Descriptors.TooDeep, current!);
        }

        var arguments = builder.OpenLoop(carried.Types);
        carried.Enter(arguments);
        int condition = loop.IndexCondition is { } test ? test(carried.Index) : loop.Condition is { } tested && isTested ? Scalar(Visit(tested, null)) : Boolean(true);
        if (ConstantFolding.TruthOf(builder, condition) == false && builder.IsInnermostPure)
        {
            builder.Close([condition]);
            variables = before;
            stored = outer;
            return Flow.Continues;
        }

        builder.Open();
        frame.Loops++;
        loop.Element?.Invoke(carried.Index);
        var flow = isTested ? LowerSequence(Pending.Of([loop.Body], Pending.EndOfBody)) : LowerTestedBody(loop, origin);
        int goesOn = LowerBottom(loop, carried, flow, origin, out bool endsAtBottom);
        frame.Loops--;

        var nexts = flow.Kind == FlowKind.Throws ? [] : carried.Leave(flow);
        var body = flow.Kind == FlowKind.Throws ? builder.Close([], completes: false) : builder.Close(new[] { goesOn }.Concat(nexts));
        var header = builder.Close([condition]);
        RequireAllCarried(loop, before, carried);
        builder.Origin = origin;
        var results = builder.AddMany(
            new Instruction
            {
                Op = Op.Loop,
                Results = default,
                Operands = carried.Initial.ToImmutableArray(),
                Blocks = ImmutableArray.Create(header, body),
                Effects = flow.Kind == FlowKind.Throws ? Effects.Acts : Effects.None,
                Text = loop.Keyword,
            },
            carried.Types);
        CountStep();
        carried.NoteVaried(arguments, nexts, results);
        variables = before;
        stored = outer;
        return carried.Exit(results, flow, mayEnd: !IsTrue(condition) || flow.May(FlowKind.Breaks) || endsAtBottom);
    }

    /// <summary>A loop whose condition assigns: <c>while (true) { if (!condition) break; … }</c>.</summary>
    private Flow LowerTestedBody(Loop loop, int origin) => LowerArms(
        Scalar(Visit(loop.Condition!, null)),
        origin,
        () => LowerSequence(Pending.Of([loop.Body], Pending.EndOfBody)),
        () => Flow.Breaks);

    /// <summary>What runs after the body where the loop goes on, and whether it does.</summary>
    private int LowerBottom(Loop loop, Carried carried, Flow flow, int origin, out bool isEnd)
    {
        bool goes = flow.May(FlowKind.Repeats);
        bool mayLeave = flow.May(FlowKind.Breaks | FlowKind.Returns);
        isEnd = false;
        int goesOn = goes && mayLeave ? flow.Flags.GoesOn!.Value : Boolean(goes);
        if (!goes)
        {
            return goesOn;
        }

        if (loop.NextIndex is { } next)
        {
            carried.Index = next(carried.Index);
        }

        if (loop.Bottom.Length > 0)
        {
            if (!mayLeave || loop.IsBottomHarmless)
            {
                RunBottom();
            }
            else
            {
                LowerArms(goesOn, origin, () => { RunBottom(); return Lowered.Nothing.Instance; }, () => Lowered.Nothing.Instance);
            }
        }

        if (loop.BottomCondition is { } condition)
        {
            SetOrigin(condition.Syntax);
            int repeats = Boolean(false);
            goesOn = mayLeave ? ShortCircuit(goesOn, isAnd: true, () => repeats = Scalar(Visit(condition, null))) : repeats = Scalar(Visit(condition, null));
            isEnd = !IsTrue(repeats);
        }

        return goesOn;

        void RunBottom()
        {
            foreach (var statement in loop.Bottom)
            {
                LowerStatement(statement);
            }
        }
    }

    /// <summary>Makes sure that nothing from before the loop has changed but what the loop carries.</summary>
    private void RequireAllCarried(Loop loop, ImmutableDictionary<Variable, Lowered> before, Carried carried)
    {
        foreach (var variable in stored)
        {
            if (before.TryGetValue(variable, out var value) && !carried.Contains(variable) && variables.TryGetValue(variable, out var now) && !now.Equals(value))
            {
                Refuse(Descriptors.NotSupported, loop.Operation, variable.Symbol.Name);
            }
        }
    }
}
