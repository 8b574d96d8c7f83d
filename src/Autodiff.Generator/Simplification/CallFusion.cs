using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Reverses calls of recursive functions in place: where the adjoints of a call's results are known before the call, since the
/// caller is linear in them, one call computes the value and adds to the gradients at once. It is the counterpart of
/// <see cref="LoopFusion"/>: a loop that can be reversed in place gives the sum's adjoint to its iterations, and here a function gives
/// its result's to those that it calls. If all calls of a function are of that kind, in itself and in those that call it, it
/// is written as one recursion, and nothing of it has to be kept.
/// </summary>
/// <remarks>
/// The call stays where it is, and its reverse moves up to it, with the computation of what it is given. That a function is linear
/// in its calls is read off the reverse sweep: what the reverse of a call is given can be computed before the call. A function that
/// writes to arrays of numbers is not reversed in place.
/// </remarks>
internal sealed class CallFusion : Rewriter
{
    private readonly PointsTo memory;
    private readonly IndexErrors errors;
    private readonly bool[] inPlace;
    private readonly bool isLast;
    private bool hasFused;

    private CallFusion(Function source, bool[] inPlace, bool isLast)
        : base(source)
    {
        memory = PointsTo.Of(source);
        errors = new IndexErrors(source);
        this.inPlace = inPlace;
        this.isLast = isLast;
    }

    /// <summary>Which of the functions that a program calls are reversed in place.</summary>
    /// <param name="gradient">The method with its reverse sweep.</param>
    /// <param name="callees">The functions that it calls, each with its reverse sweep.</param>
    public static bool[] FindInPlace(Function gradient, IReadOnlyList<Function> callees)
    {
        bool[] inPlace = [.. gradient.Callees.Select(c => !c.WritesNumbers)];
        bool changed = inPlace.Contains(true);
        while (changed)
        {
            var left = new HashSet<int>(CallsOf(Fuse(gradient, inPlace).Body));
            for (int i = 0; i < callees.Count; i++)
            {
                var calls = CallsOf(inPlace[i] ? Fuse(callees[i], inPlace).Body : callees[i].Body).ToList();
                left.UnionWith(calls);
                if (calls.Count > 0)
                {
                    left.Add(i);
                }
            }

            changed = false;
            foreach (int callee in left.Where(c => inPlace[c]))
            {
                inPlace[callee] = false;
                changed = true;
            }
        }

        return inPlace;
    }

    /// <summary>Reverses calls in place where that is possible.</summary>
    /// <param name="gradient">A function with its reverse sweep.</param>
    /// <param name="inPlace">Of which of the functions that it calls.</param>
    public static Function Fuse(Function gradient, bool[] inPlace)
    {
        if (inPlace.Length == 0 || !CallsOf(gradient.Body).Any(c => inPlace[c]))
        {
            return gradient;
        }

        while (true)
        {
            gradient = LoopFusion.Fuse(gradient);
            var pass = new CallFusion(gradient, inPlace, isLast: false);
            var arranged = pass.Run();
            if (!pass.hasFused)
            {
                return new CallFusion(gradient, inPlace, isLast: true).Run();
            }

            gradient = arranged;
        }
    }

    protected override void CopyInstructions(EquatableArray<Instruction> instructions)
    {
        var list = instructions.Items;
        for (int i = 0; i < list.Length && !hasFused; i++)
        {
            if (isLast ? list[i].Op == Op.Invoke : list[i].Op == Op.If && IsOfCalls(list[i]))
            {
                list = isLast ? FuseCall(list, ref i) : FuseBranch(list, i);
            }
        }

        base.CopyInstructions(list);
    }

    /// <summary>The functions that are called without their reverse sweep.</summary>
    private static IEnumerable<int> CallsOf(Block block) =>
        block.Instructions.SelectMany(i => i.Op == Op.Invoke ? [(int)i.Bits] : i.Blocks.SelectMany(CallsOf));

    /// <summary>Whether a branch of the forward sweep calls functions that are reversed in place, and no others.</summary>
    private bool IsOfCalls(Instruction branch) =>
        branch.Region > 0 && branch.Blocks.All(b => b.Completes) && branch.Blocks.SelectMany(CallsOf).ToList() is { Count: > 0 } calls && calls.All(c => inPlace[c]);

    /// <summary>A block in which a call and its reverse are one, where that is possible.</summary>
    private ImmutableArray<Instruction> FuseCall(ImmutableArray<Instruction> list, ref int place)
    {
        var invoke = list[place];
        int partner = inPlace[(int)invoke.Bits] ? FindReverse(list, place) : -1;
        if (partner < 0)
        {
            return list;
        }

        var reverse = list[partner];
        var earlier = new EarlierCode(Source, memory, errors, list, place, partner);
        if (!reverse.Operands.All(earlier.Move) || !earlier.MoveAdditions([.. Disturbances.TargetsOf(Source, memory, reverse)]))
        {
            return list;
        }

        var fused = reverse with
        {
            Op = Op.InvokeWithGradient,
            Results = invoke.Results.Items.AddRange(reverse.Results),
            PrimalResults = invoke.Results.Length,
            Origin = invoke.Origin,
            IsPrimal = true,
            ReverseOf = 0,
        };
        int before = place;
        place += earlier.Moved.Count;
        return Join(list, before, partner, earlier, fused);
    }

    /// <summary>
    /// A block in which a branch and its reverse are one, where that is possible: <see cref="BranchFusion"/> moves the branch down,
    /// which calls in between stand in the way of.
    /// </summary>
    private ImmutableArray<Instruction> FuseBranch(ImmutableArray<Instruction> list, int place)
    {
        int partner = FindReverse(list, place);
        if (partner < 0 || list[partner].Operands != list[place].Operands || !list[partner].Blocks.All(b => b.Completes))
        {
            return list;
        }

        var earlier = new EarlierCode(Source, memory, errors, list, place, partner);
        var targets = new HashSet<int>();
        if (!list[partner].Blocks.All(b => AddsOnly(b, targets))
            || !list[partner].Reads.Where(v => !earlier.IsOfFirst(v)).All(earlier.Move)
            || !earlier.MoveAdditions(targets))
        {
            return list;
        }

        hasFused = true;
        return Join(list, place, partner, earlier, BranchFusion.Fuse(list[place], list[partner]));
    }

    /// <summary>Whether a block of a reverse sweep does nothing to memory but adding to shadows, and to which.</summary>
    private bool AddsOnly(Block block, HashSet<int> targets)
    {
        foreach (var instruction in block.Instructions)
        {
            var arrays = instruction.Operands.Where(o => Source.Values[o].Type.IsArray);
            if (instruction.Op == Op.Accumulate)
            {
                targets.UnionWith(memory.RootsOf(instruction.Operands[0]));
            }
            else if (Disturbances.AddsOnly(Source, instruction))
            {
                targets.UnionWith(Disturbances.TargetsOf(Source, memory, instruction));
            }
            else if (instruction.Blocks.Length == 0 && (instruction.Effects != Effects.None || instruction.Op == Op.Load) && instruction is not { Op: Op.Allocate, IsPrimal: false })
            {
                return false;
            }

            if (!instruction.Blocks.All(b => AddsOnly(b, targets)))
            {
                return false;
            }
        }

        return true;
    }

    private static int FindReverse(ImmutableArray<Instruction> list, int place)
    {
        for (int i = place + 1; i < list.Length; i++)
        {
            if (list[i].ReverseOf > 0 && list[i].ReverseOf == list[place].Region && list[i].Op is Op.InvokeReverse or Op.If)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The block with one instruction in the place of two, and before it what moves there.</summary>
    private static ImmutableArray<Instruction> Join(ImmutableArray<Instruction> list, int first, int second, EarlierCode earlier, Instruction joined)
    {
        var result = ImmutableArray.CreateBuilder<Instruction>();
        result.AddRange(list.Take(first));
        result.AddRange(earlier.Moved);
        result.Add(joined);
        for (int i = first + 1; i < list.Length; i++)
        {
            if (i != second && (i > second ? list[i] : earlier.Left(i)) is { } left)
            {
                result.Add(left);
            }
        }

        return result.ToImmutable();
    }
}
