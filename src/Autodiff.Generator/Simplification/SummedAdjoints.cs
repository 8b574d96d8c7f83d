using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// An adjoint that sums in a reverse loop what the forward loop has summed, times a factor that does not vary, is that factor times the
/// forward loop's sum: of <c>sum += Math.Exp(x[i] - max)</c> the adjoint of <c>max</c> is <c>-dSum * sum</c>. It is the distributive law,
/// which saves an addition in each iteration that has to wait for the one before; normalisations, softmax and log-sum-exp have it.
/// </summary>
/// <remarks>
/// The forward sum starts at zero and takes one term in each iteration, and its loop has no exit but its condition, so that the reverse
/// loop comes by every term once. A zero-safe product stays one: where the factor is zero, so is the whole. Where no term is added, the whole
/// is zero, too, though the factor may be infinite.
/// </remarks>
internal sealed class SummedAdjoints
{
    private readonly Function function;
    private readonly Definitions definitions;
    private readonly List<Value> values;
    private readonly int[] uses;
    private readonly Dictionary<int, Instruction> forwards = [];
    private readonly KnownIndices indices;
    private readonly KnownLengths lengths;

    /// <summary>The forward loops, by region, that are certain to run: they count up to the length of what has an element.</summary>
    private readonly HashSet<int> running = [];

    private SummedAdjoints(Function function)
    {
        this.function = function;
        definitions = Definitions.Of(function);
        uses = UseCounts.Of(function);
        values = [.. function.Values];
        indices = new KnownIndices(function, definitions, PointsTo.Of(function), isGradient: true);
        lengths = new KnownLengths(indices, definitions);
    }

    /// <summary>A factor times a sum.</summary>
    /// <param name="Op">The product.</param>
    /// <param name="Factor">The factor.</param>
    /// <param name="Sum">The sum.</param>
    /// <param name="Zero">What it starts from.</param>
    /// <param name="HasTerms">Whether a term is certain to be added.</param>
    private sealed record Whole(Op Op, int Factor, int Sum, int Zero, bool HasTerms);

    /// <summary>Takes such sums out of the reverse loops of a gradient.</summary>
    public static Function Find(Function gradient)
    {
        if (!HasReverseLoop(gradient.Body))
        {
            return gradient;
        }

        var pass = new SummedAdjoints(gradient);
        var body = pass.Rewrite(gradient.Body);
        return pass.values.Count == gradient.Values.Length ? gradient : gradient with { Body = body, Values = pass.values.ToImmutableArray() };
    }

    private static bool HasReverseLoop(Block block) => block.Instructions.Any(i => i is { Op: Op.Loop, ReverseOf: > 0 } || i.Blocks.Any(HasReverseLoop));

    private Block Rewrite(Block block)
    {
        int mark = lengths.Count;
        var instructions = ImmutableArray.CreateBuilder<Instruction>(block.Instructions.Length);
        foreach (var instruction in block.Instructions)
        {
            if (instruction is { Op: Op.Loop, Region: > 0 })
            {
                forwards[instruction.Region] = instruction;
                if (IsRunning(instruction))
                {
                    running.Add(instruction.Region);
                }
            }

            lengths.Note(instruction);

            var rewritten = instruction.Blocks.Length == 0 ? instruction : instruction with { Blocks = instruction.Blocks.Select(Rewrite).ToImmutableArray() };
            if (rewritten is { Op: Op.Loop, ReverseOf: > 0, PrimalResults: null } && forwards.TryGetValue(rewritten.ReverseOf, out var forward) && HasNoExit(forward) && HasNoExit(rewritten))
            {
                TakeOut(rewritten, forward, instructions);
            }
            else
            {
                instructions.Add(rewritten);
            }
        }

        lengths.Forget(mark);
        return block with { Instructions = instructions.ToImmutable() };
    }

    private bool IsRunning(Instruction loop) =>
        CountedLoop.Find(loop, v => definitions[v], v => function.Values[v].Type) is { Comparison: Op.Less } counted
        && definitions[counted.Start] is { Op: Op.Constant, Bits: >= 0 } start
        && lengths.AtLeast(indices.Canonical(counted.Bound)) > start.Bits;

    private bool HasNoExit(Instruction loop) =>
        loop.Blocks[1].Completes && definitions[loop.Blocks[1].Yields[0]] is { Op: Op.Constant, Text: "true" };

    /// <summary>Adds a reverse loop to a block, and after it the adjoints that it need not sum.</summary>
    private void TakeOut(Instruction reverse, Instruction forward, ImmutableArray<Instruction>.Builder target)
    {
        HashSet<int>? inside = null;
        var after = new List<Instruction>();
        for (int i = reverse.Results.Length - 1; i >= 0; i--)
        {
            int next = reverse.Blocks[1].Yields[i + 1];
            int argument = reverse.Blocks[0].Arguments[i];
            if (definitions[next] is not { Op: Op.Add or Op.Subtract } step || uses[next] != 1 || uses[argument] != 1 || TermOf(step, argument) is not { } term)
            {
                continue;
            }

            inside ??= ValuesIn(reverse, forward);
            if (WholeOf(term, forward, inside) is not { } sum)
            {
                continue;
            }

            int whole = Product(sum, values[next].Type, values[reverse.Blocks[0].Yields[0]].Type, step.Origin, after);
            after.Add(new Instruction { Op = step.Op, Results = ImmutableArray.Create(reverse.Results[i]), Operands = ImmutableArray.Create(reverse.Operands[i], whole), Origin = step.Origin });
            reverse = Without(reverse, i);
        }

        target.Add(reverse);
        target.AddRange(after);
    }

    /// <summary>What a step adds to what a loop carries, or takes away.</summary>
    private static int? TermOf(Instruction step, int argument) =>
        step.Operands[0] == argument ? step.Operands[1]
        : step.Op == Op.Add && step.Operands[1] == argument ? step.Operands[0]
        : null;

    /// <summary>The sum over all iterations of a term: a product with a sum of the forward loop; null where it is none.</summary>
    private Whole? WholeOf(int term, Instruction forward, HashSet<int> inside)
    {
        if (definitions[term] is { IsPrimal: false, Op: Op.ZeroSafeProduct or Op.Multiply } product)
        {
            for (int o = product.Op == Op.Multiply ? 0 : 1; o < 2; o++)
            {
                if (!inside.Contains(product.Operands[1 - o]) && PrimalSum(product.Operands[o], forward) is { } sum)
                {
                    return new Whole(product.Op, product.Operands[1 - o], forward.Results[sum], forward.Operands[sum], running.Contains(forward.Region));
                }
            }
        }

        return null;
    }

    /// <summary>Writes a factor times a sum: zero where the loop has not run, even if the factor is infinite then, as that of a root is.</summary>
    private int Product(Whole whole, IrType type, IrType boolean, int origin, List<Instruction> target)
    {
        bool cancels = IsQuotient(whole.Factor, whole.Sum);
        if (IsFinite(whole.Factor) || (whole.HasTerms && cancels))
        {
            // Where terms have been added, the product at the pole of a quotient by their sum is what it is next to the pole.
            return Add(whole.Op, type, whole.Factor, whole.Sum);
        }

        if (whole.Op == Op.Multiply && !cancels)
        {
            return Add(Op.ZeroSafeProduct, type, whole.Sum, whole.Factor);
        }

        int isZero = Add(Op.Equal, boolean, whole.Sum, whole.Zero);
        return Add(Op.Select, type, isZero, whole.Zero, Add(whole.Op, type, whole.Factor, whole.Sum));

        int Add(Op op, IrType result, params int[] operands)
        {
            values.Add(new Value(result, null));
            target.Add(new Instruction { Op = op, Results = ImmutableArray.Create(values.Count - 1), Operands = operands.ToImmutableArray(), Origin = origin });
            return values.Count - 1;
        }
    }

    /// <summary>Whether a value is a quotient by a divisor, perhaps with factors.</summary>
    private bool IsQuotient(int value, int divisor, int depth = 0) => depth < 4 && definitions[value] switch
    {
        { Op: Op.Divide or Op.ZeroSafeQuotient } quotient => quotient.Operands[1] == divisor,
        { Op: Op.Negate or Op.Multiply } product => product.Operands.Any(o => IsQuotient(o, divisor, depth + 1)),
        _ => false,
    };

    /// <summary>Whether a value is finite where the parameters are, unless it overflows.</summary>
    private bool IsFinite(int value) => definitions[value] is { Op: Op.Constant or Op.Parameter }
        || (definitions[value] is { Op: Op.Add or Op.Subtract or Op.Multiply or Op.Negate } sum && sum.Operands.All(IsFinite));

    /// <summary>Which of the values that a loop carries sums, from zero on, a value in each iteration.</summary>
    private int? PrimalSum(int value, Instruction forward)
    {
        for (int i = 0; i < forward.Results.Length; i++)
        {
            if (definitions[forward.Operands[i]] is { Op: Op.Constant } start && values[forward.Results[i]].Type.IsFloating && Literal.Number(start.Bits) == 0
                && definitions[forward.Blocks[1].Yields[i + 1]] is { Op: Op.Add } step
                && TermOf(step, forward.Blocks[0].Arguments[i]) == value)
            {
                return i;
            }
        }

        return null;
    }

    private static Instruction Without(Instruction loop, int index)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        return loop with
        {
            Operands = loop.Operands.Items.RemoveAt(index),
            Results = loop.Results.Items.RemoveAt(index),
            Blocks = ImmutableArray.Create(
                header with { Arguments = header.Arguments.Items.RemoveAt(index) },
                body with
                {
                    Instructions = body.Instructions.Items.RemoveAll(i => i.Results.Length == 1 && i.Results[0] == body.Yields[index + 1]),
                    Yields = body.Yields.Items.RemoveAt(index + 1),
                }),
        };
    }

    private static HashSet<int> ValuesIn(params Instruction[] loops)
    {
        var found = new HashSet<int>();
        foreach (var loop in loops)
        {
            Add(loop);
        }

        return found;

        void Add(Instruction instruction)
        {
            foreach (var block in instruction.Blocks)
            {
                found.UnionWith(block.Arguments);
                foreach (var inner in block.Instructions)
                {
                    found.UnionWith(inner.Results);
                    Add(inner);
                }
            }
        }
    }
}
