using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// What conditions say of the numbers that they compare, where they are known to hold: in the arms of a branch, behind a branch of which the
/// other arm throws, in the body of a loop. A value is one number wherever it is read, so that it also holds in the reverse sweep of
/// these blocks, which runs where they have run: what is known at the end of a block is known in its reverse.
/// </summary>
/// <remarks>
/// A comparison with NaN is false. Since NaN is outside every range, what does not hold says as much of a range as what does:
/// where <c>a &lt; b</c> is false, b is at most a, or one of them is NaN. Only where a comparison other than <c>!=</c> is true are both numbers.
/// </remarks>
internal sealed class BranchFacts(Func<int, Instruction> definitionOf, Func<int, IrType> typeOf, Ranges ranges)
{
    /// <summary>How many conditions are looked at that one is made of, and how far back from a value.</summary>
    private const int MostConditions = 64;
    private const int MostSteps = 8;

    /// <summary>The smallest positive numbers.</summary>
    private const double Tiny = double.Epsilon;
    private const double TinySingle = float.Epsilon;

    private readonly List<(int Condition, bool Truth)> held = [];
    private readonly Stack<(int Held, int Assumptions)> entered = new();
    private readonly Dictionary<(int Region, int Block), List<(int Condition, bool Truth)>> ends = [];
    private readonly Stack<(int Condition, bool Truth)> pending = new();

    /// <summary>What the builder of a function knows of it.</summary>
    public BranchFacts(FunctionBuilder builder, Ranges ranges)
        : this(builder.DefinitionOf, builder.TypeOf, ranges)
    {
    }

    /// <summary>
    /// The body of a loop begins in which a number grows by one each time: it is no less than what it starts from. Where it overflows it
    /// does so for ever, since the loop runs as long as it is no more than some number.
    /// </summary>
    /// <param name="counter">The number.</param>
    /// <param name="start">What it starts from.</param>
    public void Count(int counter, int start) => ranges.Assume(counter, new Interval(ranges.Of(start).Low, double.PositiveInfinity));

    /// <summary>An arm of a branch begins, or the body of a loop.</summary>
    /// <param name="owner">The branch or loop.</param>
    /// <param name="block">Which of its blocks.</param>
    /// <param name="condition">What the branch asks, or the header of the loop.</param>
    public void Enter(Instruction owner, int block, int condition)
    {
        entered.Push((held.Count, ranges.Assumptions));
        Hold(condition, owner.Op == Op.Loop || block == 0);
        if (owner.ReverseOf > 0 && ends.TryGetValue((owner.ReverseOf, block), out var known))
        {
            foreach (var (other, truth) in known)
            {
                Hold(other, truth);
            }
        }
    }

    /// <summary>That block ends.</summary>
    /// <param name="owner">The branch or loop.</param>
    /// <param name="block">Which of its blocks.</param>
    /// <param name="written">The block itself, as it stands in what the conditions are of.</param>
    public void Leave(Instruction owner, int block, Block written)
    {
        if (owner.Op == Op.If)
        {
            ranges.KeepYields(written);
        }

        var (count, assumptions) = entered.Pop();
        if (owner.Region > 0)
        {
            ends[(owner.Region, block)] = held.GetRange(count, held.Count - count);
        }

        held.RemoveRange(count, held.Count - count);
        ranges.Forget(assumptions);
    }

    /// <summary>A branch ends: where one of its arms throws, the other was taken.</summary>
    public void Pass(Instruction branch, int condition)
    {
        if (branch.Blocks[0].Completes != branch.Blocks[1].Completes)
        {
            Hold(condition, branch.Blocks[0].Completes);
        }
    }

    private void Hold(int condition, bool truth)
    {
        held.Add((condition, truth));
        pending.Clear();
        pending.Push((condition, truth));
        for (int i = 0; i < MostConditions && pending.Count > 0; i++)
        {
            (condition, truth) = pending.Pop();
            Assume(definitionOf(condition), condition, truth);
        }
    }

    private void Assume(Instruction definition, int condition, bool truth)
    {
        var o = definition.Operands;
        switch (definition.Op)
        {
            case Op.Not:
                pending.Push((o[0], !truth));
                break;
            case Op.LogicalAnd or Op.And when truth:
            case Op.LogicalOr or Op.Or when !truth:
                pending.Push((o[0], truth));
                pending.Push((o[1], truth));
                break;
            case Op.If:
                AssumeArm(definition, definition.Results.Items.IndexOf(condition), truth);
                break;
            case Op.Less or Op.LessOrEqual or Op.Greater or Op.GreaterOrEqual or Op.Equal or Op.NotEqual when (typeOf(o[0]).IsFloating || IsInteger(o[0])) && o[0] != o[1]:
                if (truth == (definition.Op != Op.NotEqual))
                {
                    ranges.AssumeNumber(o[0]);
                    ranges.AssumeNumber(o[1]);
                }

                Compare(truth ? definition.Op : Opposite(definition.Op), o[0], o[1]);
                break;
        }
    }

    /// <summary><c>a &amp;&amp; b</c> as a branch: it is true in one arm only.</summary>
    private void AssumeArm(Instruction branch, int index, bool truth)
    {
        for (int taken = 0; taken < 2; taken++)
        {
            var other = branch.Blocks[1 - taken];
            if (branch.Blocks[taken].Completes
                && (!other.Completes || (definitionOf(other.Yields[index]) is { Op: Op.Constant } constant && constant.Bits != 0 != truth)))
            {
                pending.Push((branch.Operands[0], taken == 0));
                pending.Push((branch.Blocks[taken].Yields[index], truth));
                return;
            }
        }
    }

    private static Op Opposite(Op comparison) => comparison switch
    {
        Op.Less => Op.GreaterOrEqual,
        Op.LessOrEqual => Op.Greater,
        Op.Greater => Op.LessOrEqual,
        Op.GreaterOrEqual => Op.Less,
        Op.Equal => Op.NotEqual,
        _ => Op.Equal,
    };

    private void Compare(Op comparison, int a, int b)
    {
        switch (comparison)
        {
            case Op.Less:
                Order(a, b, isStrict: true);
                break;
            case Op.LessOrEqual:
                Order(a, b, isStrict: false);
                break;
            case Op.Greater:
                Order(b, a, isStrict: true);
                break;
            case Op.GreaterOrEqual:
                Order(b, a, isStrict: false);
                break;
            case Op.Equal:
                var common = ranges.Of(a).Intersect(ranges.Of(b));
                Assume(a, common, 0);
                Assume(b, common, 0);
                break;
            case Op.NotEqual:
                Distinguish(a, b);
                Distinguish(b, a);
                break;
        }
    }

    /// <summary>The first is less than the second.</summary>
    private void Order(int less, int greater, bool isStrict)
    {
        double gap = isStrict ? TinyOf(less) : 0;
        double high = ranges.Of(greater).High;
        double low = ranges.Of(less).Low;
        bool isExact = IsInteger(less);
        Assume(less, new Interval(double.NegativeInfinity, isExact || high == 0 ? high - gap : high), 0);
        Assume(greater, new Interval(isExact || low == 0 ? low + gap : low, double.PositiveInfinity), 0);
        ranges.AssumeDifference(less, greater, new Interval(double.NegativeInfinity, -gap));
        ranges.AssumeDifference(greater, less, new Interval(gap, double.PositiveInfinity));
    }

    /// <summary>The first is not the second. Different numbers have a difference that is not zero, since it may be a subnormal number.</summary>
    private void Distinguish(int a, int b)
    {
        var apart = new Interval(double.NegativeInfinity, double.PositiveInfinity, TinyOf(a));
        ranges.AssumeDifference(a, b, apart);
        if (ranges.Of(b) is { Low: 0, High: 0 })
        {
            Assume(a, apart, 0);
        }
    }

    private double TinyOf(int value) => IsInteger(value) ? 1 : typeOf(value).Kind == IrTypeKind.Single ? TinySingle : Tiny;

    private bool IsInteger(int value) => typeOf(value).Kind == IrTypeKind.Int32;

    /// <summary>Takes a value to be in an interval, and what that says of the values that it is computed from.</summary>
    private void Assume(int value, Interval bounds, int steps)
    {
        var definition = definitionOf(value);
        if (definition.Op == Op.Constant || steps > MostSteps)
        {
            return;
        }

        bounds = ranges.Assume(value, bounds);
        var o = definition.Operands;
        switch (definition.Op)
        {
            case Op.Negate:
                Assume(o[0], bounds.Negated, steps + 1);
                break;
            case Op.Convert when typeOf(value).Kind == IrTypeKind.Double && typeOf(o[0]).Kind == IrTypeKind.Single:
                Assume(o[0], bounds.ExcludesZero ? bounds.Intersect(NonZero(TinySingle)) : bounds, steps + 1);
                break;
            case Op.Multiply when bounds.ExcludesZero && o[0] == o[1]:
                // Half of it, since the square of a smaller number may be rounded up to the smallest there is.
                Assume(o[0], NonZero(0.5 * Math.Sqrt(bounds.Least)), steps + 1);
                break;
            case Op.Multiply when bounds.ExcludesZero && ranges.IsNumber(value):
                // Zero times infinity is no number.
                Assume(o[0], NonZero(TinyOf(o[0])), steps + 1);
                Assume(o[1], NonZero(TinyOf(o[1])), steps + 1);
                break;
            case Op.Call when definition.Rule == "Abs":
                Assume(o[0], new Interval(-bounds.High, bounds.High, bounds.Least), steps + 1);
                break;
            case Op.Call when definition.Rule == "Sqrt" && bounds.ExcludesZero:
                // The smallest positive number has a root that is far from zero.
                Assume(o[0], NonZero(TinyOf(o[0])), steps + 1);
                ranges.Assume(value, NonZero(0.5 * Math.Sqrt(TinyOf(o[0]))));
                break;
        }
    }

    private static Interval NonZero(double least) => new(double.NegativeInfinity, double.PositiveInfinity, least);
}
