using Autodiff.Generator.Analysis;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Emit;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;

namespace Autodiff.Generator;

/// <summary>
/// The passes between a lowered method and the text of its gradient, in order. Each takes a function and gives one that computes the
/// same; what each is for, and why it stands where it does, is in docs/architecture.md.
/// </summary>
internal static class GradientPasses
{
    /// <summary>What a program's functions do to each other's arrays becomes known.</summary>
    private static readonly Func<Function, Function>[] Resolving =
    [
        CallsInHeaders.Move,
        CallSummaries.Complete,
    ];

    /// <summary>The primal computation is prepared, reversed and simplified. The reverse sweep reads whatever it likes of the forward one.</summary>
    private static readonly Func<Function, Function>[] Differentiating =
    [
        ExitValues.Keep,
        SharedLoads.Share,
        ShareFusedLoops,
        ContractedArrays.Contract,
        LastReplacement.Restate,
        Windows.Track,
        ReverseMode.Differentiate,
        Restatements.Settle,
        Simplifier.Simplify,
    ];

    /// <summary>The reverse sweep comes to read nothing but what it can: what it computes again, and what is kept for it.</summary>
    private static readonly Func<Function, Function>[] Completing =
    [
        PromotedSums.Promote,
        GuardSharing.Share,
        SharedInverses.Share,
        EarlyCalls.Schedule,
        ExpandedArrays.Expand,
        ElementNames.Give,
        SavedValues.Save,
        KnownWindows.Forget,
        DeadCode.Remove,
        InvariantHeaders.Hoist,
        NeedlessReads.Remove,
        NegativeIndices.Name,
        JoinedChoices.Join,
    ];

    /// <summary>The adjoints of parameters are computed in their destinations, and no more is written there than need be.</summary>
    private static readonly Func<Function, Function>[] FittingDestinations =
    [
        DirectGradients.Write,
        FirstWrites.Write,
        ReverseLoops.Fuse,
        InvariantFactors.Hoist,
    ];

    /// <summary>What is kept gets its places, and arrays the form in which their checks can be seen to be needless.</summary>
    private static readonly Func<Function, Function>[] ArrangingMemory =
    [
        KeptInAdjoints.Keep,
        TapeWindows.Open,
        NestWindows.Open,
        TapeRecords.Open,
        RowSlices.Take,
        DestinationLengths.Take,
        PooledArrays.Choose,
    ];

    /// <summary>A program whose functions know of each other.</summary>
    public static Function Resolve(Function program) => Run(program, Resolving);

    /// <summary>A function with its reverse sweep.</summary>
    public static Function Differentiate(Function function) => Run(function, Differentiating);

    /// <summary>A function whose reverse sweep can be written down.</summary>
    public static Function Complete(Function gradient) => Run(gradient, Completing);

    /// <summary>A gradient method that writes to its destinations.</summary>
    public static Function FitDestinations(Function gradient) => Run(gradient, FittingDestinations);

    /// <summary>A gradient method as it is printed.</summary>
    public static Function ArrangeMemory(Function gradient) => Run(gradient, ArrangingMemory);

    private static Function Run(Function function, Func<Function, Function>[] passes)
    {
        foreach (var pass in passes)
        {
            function = pass(function);
        }

        return function;
    }

    /// <summary>Loops become one; where that has happened, what one wrote and the other read is read no longer.</summary>
    private static Function ShareFusedLoops(Function function)
    {
        var fused = AdjacentLoops.Fuse(function);
        return ReferenceEquals(fused, function) ? function : SharedLoads.Share(fused);
    }
}
