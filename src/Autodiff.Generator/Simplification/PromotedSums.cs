using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Sums in a variable what every iteration of a loop adds to one element, and adds the sum to the element after the loop, where
/// nothing in the loop does anything but add to what may be that element: <c>for (…) { d += …; } dX[i] += d;</c>. This is
/// the scalar promotion of compilers (Cooper and Lu, Register Promotion in C Programs, 1997) for additions, which need no read. A nest
/// of loops is left as far outwards as the indices allow.
/// </summary>
/// <remarks>
/// It runs on a whole gradient, after the loops have been fused that can be. Until the sweeps are separated a reverse loop reads what
/// its forward loop computed in the same iteration; that varies with the reverse loop.
/// </remarks>
internal sealed class PromotedSums
{
    private readonly Definitions definitions;
    private readonly PointsTo memory;
    private readonly Placement places;
    private readonly AddedValues values;

    /// <summary>The loops of the forward sweep by their regions.</summary>
    private readonly Dictionary<int, Instruction> forwards = [];

    /// <summary>For each sum what it starts with, and whether it is certain that something is added to it.</summary>
    private readonly Dictionary<int, (int Zero, bool IsAdded)> sums = [];

    private PromotedSums(Function function)
    {
        definitions = Definitions.Of(function);
        memory = PointsTo.Of(function);
        places = Placement.Of(function);
        values = new AddedValues(function);
    }

    /// <summary>Promotes the sums of a gradient.</summary>
    public static Function Promote(Function gradient)
    {
        if (PointsTo.Of(gradient).RootCount == 0 || !gradient.Body.HasLoop)
        {
            return gradient;
        }

        var pass = new PromotedSums(gradient);
        var body = pass.Rewrite(gradient.Body);
        if (pass.sums.Count == 0)
        {
            return gradient;
        }

        var guards = new SumGuards(pass.values, pass.sums, new KnownIndices(gradient, pass.definitions, pass.memory, isGradient: true));
        return gradient with { Body = guards.Add(body), Values = pass.values.ToImmutable() };
    }

    private Block Rewrite(Block block)
    {
        if (!block.Instructions.Any(i => i.Blocks.Length > 0))
        {
            return block;
        }

        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Blocks.Length == 0)
            {
                instructions.Add(instruction);
                continue;
            }

            if (instruction is { Op: Op.Loop, Region: > 0 })
            {
                forwards[instruction.Region] = instruction;
            }

            var rewritten = instruction with { Blocks = instruction.Blocks.Select(Rewrite).ToImmutableArray() };
            if (instruction.Op == Op.Loop)
            {
                Promote(rewritten, instruction, instructions);
            }
            else
            {
                instructions.Add(rewritten);
            }
        }

        return block with { Instructions = instructions.ToImmutable() };
    }

    /// <summary>Adds a loop to a block, with its sums before and after it.</summary>
    /// <param name="loop">The loop, in whose blocks this has been done.</param>
    /// <param name="source">The loop as it was.</param>
    /// <param name="target">The block.</param>
    private void Promote(Instruction loop, Instruction source, ImmutableArray<Instruction>.Builder target)
    {
        var found = Candidates(loop, source);
        if (found.Count == 0)
        {
            target.Add(loop);
            return;
        }

        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var places = new Dictionary<(int, EquatableArray<int>), Sum>();
        foreach (var addition in found)
        {
            if (!places.TryGetValue(SumGuards.KeyOf(addition), out var sum))
            {
                int zero = values.Define(new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = TextOfZero(addition), Origin = addition.Origin }, TypeOf(addition), target);
                int argument = values.Add(TypeOf(addition));
                places.Add(SumGuards.KeyOf(addition), sum = new Sum(addition, zero, argument) { Current = argument });
            }

            sum.IsAdded |= !sums.TryGetValue(SumGuards.ValueOf(addition), out var inner) || inner.IsAdded;
        }

        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        var additions = new HashSet<Instruction>(found, ByReference<Instruction>.Instance);
        var inners = found.Where(a => sums.ContainsKey(SumGuards.ValueOf(a))).ToDictionary(SumGuards.ValueOf);
        foreach (var instruction in body.Instructions)
        {
            if (!additions.Contains(instruction))
            {
                instructions.Add(Continue(instruction, inners, places));
            }
            else if (!inners.ContainsKey(SumGuards.ValueOf(instruction)))
            {
                var sum = places[SumGuards.KeyOf(instruction)];
                var negated = definitions[SumGuards.ValueOf(instruction)];
                bool isNegated = negated.Op == Op.Negate;
                sum.Current = values.Define(
                    new Instruction
                    {
                        Op = isNegated ? Op.Subtract : Op.Add,
                        Results = default,
                        Operands = ImmutableArray.Create(sum.Current, isNegated ? negated.Operands[0] : SumGuards.ValueOf(instruction)),
                        Origin = instruction.Origin,
                    },
                    TypeOf(instruction),
                    instructions);
            }
        }

        bool runs = header.Completes && definitions[header.Yields[0]] is { Op: Op.Constant, Bits: not 0 };
        var results = places.Values.Select(s => values.Add(TypeOf(s.First))).ToImmutableArray();
        target.Add(loop with
        {
            PrimalResults = loop.PrimalResults ?? (loop.IsPrimal ? loop.Results.Length : null),
            Operands = loop.Operands.Items.AddRange(places.Values.Select(s => s.Zero)),
            Results = loop.Results.Items.AddRange(results),
            Blocks = ImmutableArray.Create(
                header with { Arguments = header.Arguments.Items.AddRange(places.Values.Select(s => s.Argument)) },
                body with { Instructions = instructions.ToImmutable(), Yields = body.Yields.Items.AddRange(places.Values.Select(s => s.Current)) }),
        });
        foreach (var (sum, result) in places.Values.Zip(results, (s, r) => (s, r)))
        {
            sums.Add(result, (sum.Zero, runs && sum.IsAdded));
            target.Add(sum.First with { Operands = sum.First.Operands.Items.SetItem(sum.First.Operands.Length - 1, result) });
        }
    }

    /// <summary>An inner loop that goes on with the outer loop's sums instead of its own.</summary>
    private static Instruction Continue(Instruction instruction, Dictionary<int, Instruction> inners, Dictionary<(int, EquatableArray<int>), Sum> places)
    {
        if (instruction.Op != Op.Loop)
        {
            return instruction;
        }

        var operands = instruction.Operands.Items;
        for (int i = 0; i < operands.Length; i++)
        {
            if (inners.TryGetValue(instruction.Results[i], out var addition))
            {
                var sum = places[SumGuards.KeyOf(addition)];
                operands = operands.SetItem(i, sum.Current);
                sum.Current = instruction.Results[i];
            }
        }

        return instruction with { Operands = operands };
    }

    /// <summary>The additions in a loop's body of which the place does not vary, and that nothing but additions touches in the loop.</summary>
    private List<Instruction> Candidates(Instruction loop, Instruction source)
    {
        var body = loop.Blocks[1];
        if (!body.Completes || loop.Text == SplitMode.Once)
        {
            return [];
        }

        var found = body.Instructions
            .Where(i => i is { Op: Op.Accumulate, IsPrimal: false } && i.Operands.Take(i.Operands.Length - 1).All(o => !Varies(o, source)))
            .ToList();
        if (found.Count == 0)
        {
            return found;
        }

        var disturbed = new HashSet<int>();
        foreach (var block in loop.Blocks)
        {
            CollectDisturbed(block, disturbed);
        }

        return found.Where(i => !memory.RootsOf(i.Operands[0]).Any(r => disturbed.Any(d => memory.MayBeSame(r, d)))).ToList();
    }

    private bool Varies(int value, Instruction loop) =>
        IsWithin(value, loop) || (loop.ReverseOf > 0 && forwards.TryGetValue(loop.ReverseOf, out var forward) && IsWithin(value, forward));

    private bool IsWithin(int value, Instruction loop) => places.IsInside(definitions[value], places.ExtentOf(loop));

    /// <summary>The storage that a block accesses in any other way than by adding to elements.</summary>
    private void CollectDisturbed(Block block, HashSet<int> disturbed)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op is not (Op.Accumulate or Op.Length or Op.Slice or Op.If or Op.Loop))
            {
                disturbed.UnionWith(instruction.Operands.Where(o => values.TypeOf(o).IsArray).SelectMany(memory.ReachableFrom));
            }

            foreach (var nested in instruction.Blocks)
            {
                CollectDisturbed(nested, disturbed);
            }
        }
    }

    private IrType TypeOf(Instruction addition) => values.TypeOf(addition.Operands[0]).Array!.Element;

    private string TextOfZero(Instruction addition) => TypeOf(addition).Kind == IrTypeKind.Single ? Literal.Text(0f) : Literal.Text(0d);

    /// <summary>What a loop adds to one place.</summary>
    private sealed class Sum(Instruction first, int zero, int argument)
    {
        public Instruction First => first;

        public int Zero => zero;

        public int Argument => argument;

        /// <summary>The sum so far in the body.</summary>
        public int Current { get; set; }

        /// <summary>Whether every iteration adds to it.</summary>
        public bool IsAdded { get; set; }
    }
}
